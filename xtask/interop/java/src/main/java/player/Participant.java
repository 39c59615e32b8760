package player;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.connectparticipant.ConnectParticipantClient;
import software.amazon.awssdk.services.connectparticipant.model.ConnectionType;
import software.amazon.awssdk.services.connectparticipant.model.CreateParticipantConnectionResponse;
import software.amazon.awssdk.services.connectparticipant.model.ScanDirection;
import software.amazon.awssdk.services.connectparticipant.model.SortKey;
import software.amazon.awssdk.services.connectparticipant.model.StartAttachmentUploadResponse;

/** A participant of a chat: the operations of the SDK's client, and a socket that is opened again. */
final class Participant {
    private static final String EVENT = "application/vnd.amazonaws.connect.event.";
    private static final String PLAIN = "text/plain";
    /** The pause before each try to come back, in milliseconds. */
    private static final long PAUSE = 100;

    private final ConnectParticipantClient client;
    private final HttpClient http;
    /** Proves who it is, as long as it is in the chat. */
    private final String token;
    /** Proves the same in one connection. */
    private volatile String connection;
    private final JsonArray items = new JsonArray();
    private final Set<String> ids = new HashSet<>();
    private Socket socket;
    private int times;
    private boolean isOver;

    Participant(ConnectParticipantClient client, HttpClient http, String token) {
        this.client = client;
        this.http = http;
        this.token = token;
    }

    /** Makes a connection and subscribes. It comes back by itself from then on, until it is closed. */
    void connect() throws Exception {
        CreateParticipantConnectionResponse made = client.createParticipantConnection(request -> request
                .participantToken(token)
                .type(ConnectionType.WEBSOCKET, ConnectionType.CONNECTION_CREDENTIALS)
                .connectParticipant(true));
        connection = made.connectionCredentials().connectionToken();
        Socket next = new Socket(this::add, () -> Player.daemon(this::comeBack).start());
        next.open(made.websocket().url());
        synchronized (this) {
            socket = next;
            times += 1;
            notifyAll();
            // It was closed in the meantime.
            if (isOver) {
                next.close();
            }
        }
    }

    /** Ends its socket for good; in the chat it is still a participant. */
    synchronized void close() {
        isOver = true;
        if (socket != null) {
            socket.close();
        }
    }

    JsonObject leave() {
        synchronized (this) {
            isOver = true;
        }
        try {
            return Members.of(client.disconnectParticipant(request -> request.connectionToken(connection)));
        } finally {
            close();
        }
    }

    JsonObject say(String text) {
        return Members.of(client.sendMessage(request ->
                request.connectionToken(connection).contentType(PLAIN).content(text)));
    }

    JsonObject event(String type, String content) {
        return Members.of(client.sendEvent(request ->
                request.connectionToken(connection).contentType(EVENT + type).content(content)));
    }

    JsonObject attach(String name, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StartAttachmentUploadResponse started = client.startAttachmentUpload(request -> request
                .connectionToken(connection)
                .contentType(PLAIN)
                .attachmentName(name)
                .attachmentSizeInBytes((long) bytes.length));
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(started.uploadMetadata().url()))
                .PUT(BodyPublishers.ofByteArray(bytes));
        started.uploadMetadata().headersToInclude().forEach(put::setHeader);
        transfer(put);
        client.completeAttachmentUpload(request ->
                request.connectionToken(connection).attachmentIds(started.attachmentId()));
        return with("AttachmentId", new JsonPrimitive(started.attachmentId()));
    }

    JsonObject fetch(String attachment) throws Exception {
        String url = client.getAttachment(request ->
                request.connectionToken(connection).attachmentId(attachment)).url();
        String text = transfer(HttpRequest.newBuilder(URI.create(url)));
        return with("text", new JsonPrimitive(text));
    }

    JsonObject transcript() {
        JsonArray transcript = new JsonArray();
        client.getTranscriptPaginator(request -> request
                        .connectionToken(connection)
                        .scanDirection(ScanDirection.FORWARD)
                        .sortOrder(SortKey.ASCENDING)
                        .maxResults(100))
                .forEach(page -> page.transcript().forEach(item -> transcript.add(Members.of(item))));
        return with("Transcript", transcript);
    }

    /** Waits for so many items that differ in their ids. */
    synchronized JsonObject seen(int count) throws Exception {
        until(() -> ids.size() >= count, () -> ids.size() + " of " + count + ": " + items);
        return with("items", items.deepCopy());
    }

    /** Waits until it has subscribed so many times. */
    synchronized JsonObject reconnected(int wanted) throws Exception {
        until(() -> times >= wanted, () -> times + " of " + wanted);
        return with("times", new JsonPrimitive(times));
    }

    private synchronized void add(JsonObject item) {
        items.add(item);
        ids.add(item.get("Id").getAsString());
        notifyAll();
    }

    /** Only this thread waits; what others change wakes it. */
    private void until(BooleanSupplier check, Supplier<String> what) throws Exception {
        long end = System.nanoTime() + Player.PATIENCE.toNanos();
        while (!check.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw Failure.error("timeout", null, what.get());
            }
            wait(left);
        }
    }

    /** Makes a new connection in place of one whose socket has ended, unless the service wants no more of it. */
    private void comeBack() {
        long end = System.nanoTime() + Player.PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE);
                synchronized (this) {
                    if (isOver) {
                        return;
                    }
                }
                connect();
                return;
            } catch (AwsServiceException refusal) {
                System.err.println(refusal.getMessage());
                if (refusal.statusCode() < 500 && !refusal.isThrottlingException()) {
                    return;
                }
            } catch (Exception exception) {
                System.err.println(exception);
            }
        }
    }

    /** Sends or reads the bytes of a file, and gives the text that came. */
    private String transfer(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = http.send(
                request.timeout(Player.PATIENCE).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() >= 300) {
            throw Failure.error("http", answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private static JsonObject with(String name, JsonElement value) {
        JsonObject output = new JsonObject();
        output.add(name, value);
        return output;
    }
}
