package io.wave.job.kubernetes.cluster;

import io.kubernetes.client.openapi.ApiException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Kubernetes API refused a request. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final int status;

    RefusedException(ApiException failure) {
        super(words(failure), failure);
        this.status = failure.getCode();
    }

    /** Whether an object of this name exists. */
    boolean isConflict() {
        return status == 409;
    }

    /** The message of the API, or of the connection. */
    static String words(ApiException failure) {
        String body = failure.getResponseBody();
        Matcher message = MESSAGE.matcher(body == null ? "" : body);
        if (message.find()) {
            return message.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
        }
        Throwable cause = failure.getCause();
        return failure.getCode() == 0 && cause != null
                ? String.valueOf(cause.getMessage())
                : "HTTP status " + failure.getCode();
    }
}
