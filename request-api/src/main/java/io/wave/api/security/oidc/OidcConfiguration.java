package io.wave.api.security.oidc;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.wave.security.TrustedCertificates;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Users of an OpenID Connect issuer, if one is configured. The service starts whether or not it responds. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.security.oauth2.resourceserver.jwt.issuer-uri")
class OidcConfiguration {

    @Bean
    JwtDecoder issuerTokens(
            IssuerProperties issuer, OidcProperties properties, TrustedCertificates certificates, Clock clock) {
        IssuerKeys keys = new IssuerKeys(
                new IssuerClient(issuer, certificates), properties.reloadInterval(), Ticker.systemTicker());
        return decoder(issuer, properties, keys, clock);
    }

    static JwtDecoder decoder(IssuerProperties issuer, OidcProperties properties, IssuerKeys keys, Clock clock) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(issuer.algorithms(), keys));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        // TokenRules checks them.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new TokenRules(issuer, properties, clock));
        return decoder;
    }

    @Bean
    JwtUsers jwtUsers(
            IssuerProperties issuer, OidcProperties properties, JwtDecoder issuerTokens, UserOrganizations seen) {
        return new JwtUsers(issuer, properties, issuerTokens, seen);
    }
}
