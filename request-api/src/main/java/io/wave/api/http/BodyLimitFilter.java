package io.wave.api.http;

import io.wave.api.problem.ApiException;
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

/** Bounds each body and all bodies together, before a byte of them is read; compressed ones have no bound and are refused. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BodyLimitFilter extends OncePerRequestFilter {

    private final BodyBudget budget;
    private final long maxSize;
    private final HandlerExceptionResolver handlerExceptionResolver;

    BodyLimitFilter(BodyBudget budget, BodyProperties properties, HandlerExceptionResolver handlerExceptionResolver) {
        this.budget = budget;
        this.maxSize = properties.maxSize().toBytes();
        this.handlerExceptionResolver = handlerExceptionResolver;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (BodyBudget.Share share = budget.open()) {
            BoundedBody body = new BoundedBody(request, maxSize, share);
            try {
                requireUncompressed(request);
                body.announce(request.getContentLengthLong());
            } catch (ApiException refused) {
                handlerExceptionResolver.resolveException(request, response, null, refused);
                return;
            }
            chain.doFilter(body, response);
        }
    }

    private static void requireUncompressed(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            throw ApiException.unsupportedMediaType("Content-Encoding must be absent: compressed bodies are not read");
        }
    }
}
