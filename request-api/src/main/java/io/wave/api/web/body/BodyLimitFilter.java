package io.wave.api.web.body;

import io.wave.api.security.caller.ClientAddress;
import io.wave.api.web.problem.ApiException;
import io.wave.limit.ClientNetwork;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Limits the size and duration of each request body and the total size of all bodies, while they arrive. Compressed
 * bodies are rejected.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BodyLimitFilter extends OncePerRequestFilter {

    private final BodyMemory budget;
    private final BodyProperties properties;
    private final HandlerExceptionResolver handlerExceptionResolver;

    BodyLimitFilter(BodyMemory budget, BodyProperties properties, HandlerExceptionResolver handlerExceptionResolver) {
        this.budget = budget;
        this.properties = properties;
        this.handlerExceptionResolver = handlerExceptionResolver;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        BoundedBody body;
        try (BodyMemory.Share share = budget.open(ClientNetwork.of(ClientAddress.of(request)))) {
            BodyTimeout pace = new BodyTimeout(properties.timeout(), properties.stallTimeout(), System::nanoTime);
            body = new BoundedBody(request, properties.maxSize().toBytes(), share, pace);
            answer(body, response, chain);
        }
        if (!request.isAsyncStarted() && body.isUnread()) {
            response.flushBuffer();
            body.discard();
        }
    }

    private void answer(BoundedBody body, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            requireUncompressed(body);
            body.requireWithinLimit(body.getContentLengthLong());
        } catch (ApiException refused) {
            handlerExceptionResolver.resolveException(body, response, null, refused);
            return;
        }
        chain.doFilter(body, response);
    }

    private static void requireUncompressed(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            throw ApiException.unsupportedMediaType(
                    "Content-Encoding must be absent: compressed bodies are not supported");
        }
    }
}
