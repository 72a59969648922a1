package io.wave.api.security;

import io.wave.api.web.problem.ApiException;
import org.springframework.security.core.AuthenticationException;

/** An attempt to log in that ends with an answer of its own, such as 429: nothing is known about the credentials. */
final class RefusedAttempt extends AuthenticationException {

    private final transient ApiException answer;

    RefusedAttempt(ApiException answer) {
        super(String.valueOf(answer.getMessage()), answer);
        this.answer = answer;
    }

    ApiException answer() {
        return answer;
    }
}
