package io.wave.api.scan.harbor;

import io.wave.api.web.problem.ApiError;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Writes the errors of the scanner adapter in the format that Harbor reads; status and message are those of the API. */
@RestControllerAdvice
@ConditionalOnProperty("wave.scan.harbor.token")
class HarborErrors implements ResponseBodyAdvice<Object> {

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType selected,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof ApiError(var message)
                && request.getURI().getPath().startsWith(HarborController.PATH + "/")) {
            response.getHeaders().setContentType(MediaType.parseMediaType(HarborMediaTypes.ERROR));
            return error(message);
        }
        return body;
    }

    static Map<String, Map<String, String>> error(String message) {
        return Map.of("error", Map.of("message", message));
    }
}
