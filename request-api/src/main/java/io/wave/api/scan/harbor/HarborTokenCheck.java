package io.wave.api.scan.harbor;

import io.wave.api.security.caller.ClientAddress;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.web.problem.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Requires the token of the scanner adapter, before a body is read. Wrong tokens are limited per client address. */
@Component
@ConditionalOnProperty("wave.scan.harbor.token")
class HarborTokenCheck implements HandlerInterceptor, WebMvcConfigurer {

    private static final String BEARER = "Bearer ";
    private static final String API_KEY = "X-ScannerAdapter-API-Key";

    private final GuessLimiter guesses;
    private final byte[] token;

    HarborTokenCheck(GuessLimiter guesses, HarborProperties properties) {
        this.guesses = guesses;
        this.token = String.valueOf(properties.token()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns(HarborController.PATH + "/**");
    }

    /** @throws ApiException 401 without the token, 429 after too many wrong ones */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String sent = sent(request);
        if (MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), token)) {
            return true;
        }
        if (!sent.isEmpty()) {
            guesses.ofToken(ClientAddress.of(request), () -> false);
        }
        throw ApiException.tokenRequired(
                "Authorization: the token of the scanner adapter is missing or wrong; send the value of"
                        + " wave.scan.harbor.token, as Bearer or in the header " + API_KEY);
    }

    private static String sent(HttpServletRequest request) {
        String key = request.getHeader(API_KEY);
        String authorization = Objects.requireNonNullElse(request.getHeader(HttpHeaders.AUTHORIZATION), "");
        return key != null ? key : authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : "";
    }
}
