package player;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A participant's web socket: one subscription to the topic of the chat, and a beat that shows whether it lives. */
final class Socket implements WebSocket.Listener {
    private static final String CHAT = "aws/chat";
    /** How often the other side is asked whether it is there, in seconds. */
    private static final long BEAT = 10;

    private static final ScheduledExecutorService BEATS = Executors.newSingleThreadScheduledExecutor(Player::daemon);

    /**
     * Calls the listeners on the thread that reads. On threads of their own, a connection that ends while a text is with
     * its listener, or on its way there, ends unnoticed, or takes the text with it (in the JDK 17 and still in 25: the
     * end counts as one more message, which nobody has asked for, and what is thrown at that is lost).
     */
    private static final HttpClient SOCKETS =
            HttpClient.newBuilder().connectTimeout(Player.PATIENCE).executor(Runnable::run).build();

    private final Consumer<JsonObject> item;
    private final Runnable ended;
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    /** What is to be written: the next text waits for the one before. */
    private CompletableFuture<?> written = CompletableFuture.completedFuture(null);
    private WebSocket socket;
    private ScheduledFuture<?> beats;
    private boolean isHeard = true;
    private boolean isEnded;

    /** {@code item} is given each item, {@code ended} is run once, when a socket ends that had subscribed. */
    Socket(Consumer<JsonObject> item, Runnable ended) {
        this.item = item;
        this.ended = ended;
    }

    /** Opens it and waits until the subscription is acknowledged. */
    void open(String url) throws Exception {
        try {
            Player.await(SOCKETS.newWebSocketBuilder().buildAsync(URI.create(url), this));
            Player.await(subscribed);
        } catch (Exception exception) {
            end("it was given up");
            throw exception;
        }
    }

    /** Tells the other side that this one is done. */
    synchronized void close() {
        if (!isEnded && socket != null) {
            write(() -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        }
    }

    @Override
    public synchronized void onOpen(WebSocket opened) {
        socket = opened;
        JsonArray topics = new JsonArray();
        topics.add(CHAT);
        JsonObject content = new JsonObject();
        content.add("topics", topics);
        JsonObject subscribe = new JsonObject();
        subscribe.addProperty("topic", "aws/subscribe");
        subscribe.add("content", content);
        say(subscribe);
        beat();
        beats = BEATS.scheduleAtFixedRate(this::beat, BEAT, BEAT, TimeUnit.SECONDS);
        opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
        text.append(part);
        if (isLast) {
            JsonObject frame = JsonParser.parseString(text.toString()).getAsJsonObject();
            text.setLength(0);
            take(frame);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end("closed with " + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(error.toString());
    }

    private void take(JsonObject frame) {
        switch (frame.get("topic").getAsString()) {
            case CHAT -> item.accept(JsonParser.parseString(frame.get("content").getAsString()).getAsJsonObject());
            case "aws/heartbeat" -> heard();
            case "aws/subscribe" -> {
                String status = frame.getAsJsonObject("content").get("status").getAsString();
                if (status.equals("success")) {
                    subscribed.complete(null);
                } else {
                    end("the subscription was answered by " + status);
                }
            }
            default -> { }
        }
    }

    private synchronized void heard() {
        isHeard = true;
    }

    private synchronized void beat() {
        if (!isHeard) {
            end("nothing was heard since the last beat");
            return;
        }
        isHeard = false;
        for (String topic : new String[] {"aws/ping", "aws/heartbeat"}) {
            JsonObject frame = new JsonObject();
            frame.addProperty("topic", topic);
            say(frame);
        }
    }

    private synchronized void say(JsonObject frame) {
        write(() -> socket.sendText(frame.toString(), true));
    }

    private synchronized void write(Supplier<CompletableFuture<WebSocket>> next) {
        written = written.thenCompose(before -> next.get());
        written.whenComplete((done, error) -> {
            if (error != null) {
                end(error.toString());
            }
        });
    }

    /** Whatever ends it, it ends once. */
    private void end(String why) {
        synchronized (this) {
            if (isEnded) {
                return;
            }
            isEnded = true;
            if (beats != null) {
                beats.cancel(false);
            }
            if (socket != null) {
                socket.abort();
            }
        }
        if (!subscribed.completeExceptionally(Failure.error("socket", null, why))) {
            ended.run();
        }
    }
}
