package io.wave.api.web.cache;

import io.wave.http.CacheControl;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What the current request says of results that are not checked anew, and what its response says of their age (RFC 9111). */
@Component
public class CacheHeaders {

    /** Whether the client accepts only results that are checked now. */
    public boolean mustBeCurrent() {
        return current()
                .map(ServletRequestAttributes::getRequest)
                .map(request -> Collections.list(request.getHeaders(HttpHeaders.CACHE_CONTROL)))
                .filter(CacheControl::isNoCache)
                .isPresent();
    }

    /** Tells the client the age of a result that is not checked now. */
    public void setAge(Duration age) {
        current().map(ServletRequestAttributes::getResponse).ifPresent(response -> setAge(response, age));
    }

    private static void setAge(HttpServletResponse response, Duration age) {
        response.setHeader(HttpHeaders.AGE, Long.toString(age.toSeconds()));
    }

    /** Empty outside of requests. */
    private static Optional<ServletRequestAttributes> current() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? Optional.of(attributes)
                : Optional.empty();
    }
}
