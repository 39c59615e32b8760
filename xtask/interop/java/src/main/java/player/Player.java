package player;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connectparticipant.ConnectParticipantClient;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Takes part in chats as it is told, with the AWS SDK for Java v2.
 *
 * <p>It is run with the URL of the service, reads one command a line, an object of JSON, and answers each with a line:
 * {@code {"output": …}}, {@code {"error": {"type", "status", "message"}}}, or {@code {"refused": …}} if nothing was sent.
 * What should come of a command it does not know.
 */
public final class Player {
    /** How long anything is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ConnectClient connect;
    private final ConnectParticipantClient participants;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<String, Participant> people = new HashMap<>();

    private Player(URI endpoint) {
        UrlConnectionHttpClient.Builder requests = UrlConnectionHttpClient.builder().socketTimeout(PATIENCE);
        ClientOverrideConfiguration bounds = ClientOverrideConfiguration.builder().apiCallTimeout(PATIENCE).build();
        connect = ConnectClient.builder()
                .endpointOverride(endpoint)
                .httpClientBuilder(requests)
                .overrideConfiguration(bounds)
                .build();
        participants = ConnectParticipantClient.builder()
                .endpointOverride(endpoint)
                .httpClientBuilder(requests)
                .overrideConfiguration(bounds)
                .build();
    }

    /**
     * Answers until the input ends.
     *
     * @param arguments the URL of the service
     * @throws IOException if the input cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Player player = new Player(URI.create(arguments[0]));
        // The texts are of all scripts, whatever the machine's settings are.
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            answers.println(player.answer(line));
        }
        player.close();
        System.exit(0);
    }

    /** A thread that does not keep the program from its end. */
    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for what is under way, and throws what went wrong there as it is. */
    static <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException wrapped) {
            throw wrapped.getCause() instanceof Exception exception ? exception : wrapped;
        }
    }

    private JsonObject answer(String line) {
        try {
            JsonObject answer = new JsonObject();
            answer.add("output", output(JsonParser.parseString(line).getAsJsonObject()));
            return answer;
        } catch (Exception exception) {
            return Failure.of(exception).answer();
        }
    }

    private JsonObject output(JsonObject command) throws Exception {
        String task = text(command, "do");
        return switch (task) {
            case "call" -> call(text(command, "operation"), command.getAsJsonObject("input"));
            case "join" -> join(text(command, "who"), text(command, "token"));
            case "say" -> person(command).say(text(command, "text"));
            case "event" -> person(command).event(text(command, "type"), text(command, "content"));
            case "attach" -> person(command).attach(text(command, "name"), text(command, "text"));
            case "fetch" -> person(command).fetch(text(command, "attachment"));
            case "transcript" -> person(command).transcript();
            case "seen" -> person(command).seen(command.get("count").getAsInt());
            case "reconnected" -> person(command).reconnected(command.get("times").getAsInt());
            case "leave" -> person(command).leave();
            default -> throw new IllegalArgumentException("there is no command " + task);
        };
    }

    /** Makes one call of Connect, whose request and method are known by the operation's name. */
    private JsonObject call(String operation, JsonObject input) throws Exception {
        Class<?> type = Class.forName(ConnectClient.class.getPackageName() + ".model." + operation + "Request");
        SdkPojo builder = (SdkPojo) type.getMethod("builder").invoke(null);
        Members.set(builder, input);
        String method = operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1);
        try {
            Object request = ((Buildable) builder).build();
            return Members.of((SdkPojo) ConnectClient.class.getMethod(method, type).invoke(connect, request));
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() instanceof Exception exception ? exception : thrown;
        }
    }

    private JsonObject join(String who, String token) throws Exception {
        Participant participant = new Participant(participants, http, token);
        Participant before = people.put(who, participant);
        if (before != null) {
            before.close();
        }
        participant.connect();
        return new JsonObject();
    }

    private Participant person(JsonObject command) {
        String who = text(command, "who");
        Participant participant = people.get(who);
        if (participant == null) {
            throw new IllegalArgumentException(who + " has not joined");
        }
        return participant;
    }

    private void close() {
        people.values().forEach(Participant::close);
        connect.close();
        participants.close();
    }

    private static String text(JsonObject command, String name) {
        JsonElement value = command.get(name);
        return value == null || value.isJsonNull() ? null : value.getAsString();
    }
}
