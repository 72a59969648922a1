package io.wave.api.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Writes errors that Tomcat detects before Spring, such as a malformed path, in the format of the API. */
public final class JsonErrorValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable error) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        String reason = status == null ? "Error" : status.getReasonPhrase();
        response.setContentType("application/json");
        try {
            response.getOutputStream()
                    .write("{\"message\":\"%s\"}".formatted(reason).getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException clientLeft) {
            container.getLogger().debug("Cannot write an error response", clientLeft);
        }
    }
}
