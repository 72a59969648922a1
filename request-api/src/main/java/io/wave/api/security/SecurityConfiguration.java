package io.wave.api.security;

import io.wave.api.security.token.ApiTokens;
import io.wave.api.security.token.CallerResolver;
import io.wave.api.web.problem.ApiException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * The security filter chain, which determines the caller of every request. Which callers may use an endpoint is
 * decided by its handler, so no rule depends on the path. There are no sessions,
 * forms or cookies.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain callerSecurityChain(
            HttpSecurity http,
            OperatorAccounts accounts,
            ApiTokens tokens,
            CallerResolver callers,
            HandlerExceptionResolver handlerExceptionResolver) {
        AuthenticationEntryPoint entryPoint = respondingWith(handlerExceptionResolver);
        return http.csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                // The authentication of requests with the internal secret, set by the filter for internal paths, is
                // kept.
                .servletApi(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .anonymous(anonymous -> anonymous.authenticationFilter(new AnonymousCallerFilter()))
                .addFilterAt(
                        new OperatorAuthenticationFilter(new ProviderManager(accounts), entryPoint),
                        BasicAuthenticationFilter.class)
                .addFilterBefore(new BearerTokenFilter(tokens, callers, entryPoint), BasicAuthenticationFilter.class)
                .build();
    }

    /** The server and the handlers validate requests. */
    @Bean
    HttpFirewall permissiveFirewall() {
        return new PermissiveFirewall();
    }

    /** A request is observed as a whole: observing every filter costs more than the filters. */
    @Bean
    SecurityObservationSettings withoutObservationsOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /** Writes authentication errors in the error format of the API. */
    static AuthenticationEntryPoint respondingWith(HandlerExceptionResolver errors) {
        return (request, response, failure) -> {
            ApiException answer = failure instanceof UncheckedAttemptException attempt
                    ? attempt.exception()
                    : ApiException.unauthorized();
            errors.resolveException(request, response, null, answer);
        };
    }
}
