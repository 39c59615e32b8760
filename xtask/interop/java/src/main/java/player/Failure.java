package player;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What came of a command besides an output, with its answer. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    private final transient JsonObject answer;

    private Failure(String message, JsonObject answer) {
        super(message);
        this.answer = answer;
    }

    JsonObject answer() {
        return answer;
    }

    /** Something went wrong: {@code type} says what, {@code status} is that of HTTP, or null. */
    static Failure error(String type, Integer status, String message) {
        JsonObject error = new JsonObject();
        error.addProperty("type", type);
        error.addProperty("status", status);
        error.addProperty("message", message);
        JsonObject answer = new JsonObject();
        answer.add("error", error);
        return new Failure(message, answer);
    }

    /** The client did not send it. */
    static Failure refused(String why) {
        JsonObject answer = new JsonObject();
        answer.addProperty("refused", why);
        return new Failure(why, answer);
    }

    /** What an exception of the SDK, of the network or of this program says. */
    static Failure of(Throwable exception) {
        if (exception instanceof Failure failure) {
            return failure;
        }
        if (exception instanceof AwsServiceException service) {
            return error(nameOf(service), service.statusCode(), service.awsErrorDetails().errorMessage());
        }
        boolean isSdk = exception instanceof SdkClientException;
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiCallTimeoutException
                    || cause instanceof ApiCallAttemptTimeoutException
                    || cause instanceof TimeoutException) {
                return error("timeout", null, exception.toString());
            }
            if (cause instanceof IOException) {
                return error(cause.getClass().getSimpleName(), null, exception.toString());
            }
        }
        return isSdk ? refused(exception.toString()) : error("player", null, exception.toString());
    }

    /** The class that the SDK has for the error; one that it does not know has the class of all, and its code says more. */
    private static String nameOf(AwsServiceException exception) {
        Class<?> type = exception.getClass();
        boolean isKnown = type.getSuperclass() != AwsServiceException.class && type != AwsServiceException.class;
        String code = exception.awsErrorDetails().errorCode();
        return isKnown || code == null ? type.getSimpleName() : code;
    }
}
