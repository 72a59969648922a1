package io.wave.api.security;

import io.wave.api.web.problem.ApiException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Decides who asks, for every request. What a caller may do is said where it is done, by the kind of caller that a
 * handler asks for; so no decision depends on how a path is read. There are no sessions, no forms and no cookies.
 */
@Configuration(proxyBeanMethods = false)
class CallerSecurity {

    @Bean
    SecurityFilterChain callerSecurityChain(
            HttpSecurity http, Accounts accounts, HandlerExceptionResolver handlerExceptionResolver) {
        AuthenticationEntryPoint refusals = answeredBy(handlerExceptionResolver);
        return http.csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                // The principal of a request with the internal secret stays what the guard of internal paths made it.
                .servletApi(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .anonymous(anonymous -> anonymous.authenticationFilter(new AnonymousFilter()))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(refusals))
                .addFilterAt(
                        new OperatorFilter(new ProviderManager(accounts), refusals), BasicAuthenticationFilter.class)
                .build();
    }

    /** Requests are read by the server and by handlers alone, which refuse what they cannot read. */
    @Bean
    WebSecurityCustomizer unchangedRequests() {
        return security -> security.httpFirewall(new UnchangedRequests());
    }

    /** In the one shape of errors, by the one place that writes them. */
    static AuthenticationEntryPoint answeredBy(HandlerExceptionResolver errors) {
        return (request, response, failure) -> {
            ApiException answer =
                    failure instanceof RefusedAttempt attempt ? attempt.answer() : ApiException.unauthorized();
            errors.resolveException(request, response, null, answer);
        };
    }
}
