package io.wave.api.security.oidc;

import com.nimbusds.jose.Header;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTParser;
import io.wave.api.security.caller.Caller;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Identifies users by JSON web tokens of the configured issuer. Nothing in a token is believed before its signature has been
 * verified. The tenant of a user is derived from issuer and subject, so neither is stored; the names of static API tokens
 * have no underscore, so no such token has the same tenant.
 */
public final class JwtUsers {

    /** Of a token, in characters. */
    static final int MAX_LENGTH = 16 * 1024;

    private static final String TENANT = "oidc_";
    private static final int TENANT_DIGITS = 32;
    /** Header, claims and signature, which is empty in a token without one. */
    private static final Pattern THREE_PARTS = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]*+");

    private final IssuerProperties issuer;
    private final OidcProperties properties;
    private final JwtDecoder decoder;
    private final UserOrganizations organizations;

    JwtUsers(IssuerProperties issuer, OidcProperties properties, JwtDecoder decoder, UserOrganizations organizations) {
        this.issuer = issuer;
        this.properties = properties;
        this.decoder = decoder;
        this.organizations = organizations;
    }

    /** Whether a token is a JSON web token, of whatever issuer: three parts, the first of which is a JSON object. */
    public static boolean isJwt(String token) {
        int end = token.indexOf('.');
        return end > 0
                && THREE_PARTS.matcher(token).matches()
                && new Base64URL(token.substring(0, end))
                        .decodeToString()
                        .stripLeading()
                        .startsWith("{");
    }

    /** Whether a JSON web token names another issuer, so that it belongs to another service. It is not verified. */
    public boolean isForeign(String token) {
        if (token.length() > MAX_LENGTH) {
            return false;
        }
        try {
            String named = JWTParser.parse(token).getJWTClaimsSet().getIssuer();
            return named != null && !named.equals(issuer.issuer());
        } catch (ParseException | RuntimeException malformed) {
            return false;
        }
    }

    /**
     * The user of a JSON web token.
     *
     * @param field name of the header or member with the token, for messages
     * @param address address of the client
     * @throws ApiException 401 if the token is not accepted; 503 if that cannot be determined, since the issuer does not
     *     respond
     */
    public Caller.User require(String field, String token, String address) {
        if (token.length() > MAX_LENGTH) {
            throw invalid(field, "is longer than %d characters".formatted(MAX_LENGTH));
        }
        requireAlgorithm(field, token);
        return user(field, new Claims(decode(field, token).getClaims()), address);
    }

    private void requireAlgorithm(String field, String token) {
        Header header;
        try {
            header = JWTParser.parse(token).getHeader();
        } catch (ParseException | RuntimeException malformed) {
            throw invalid(field, "is malformed");
        }
        if (!(header.getAlgorithm() instanceof JWSAlgorithm algorithm)
                || !issuer.algorithms().contains(algorithm)) {
            throw invalid(
                    field,
                    "has a signature algorithm that is not accepted; it must be one of " + issuer.algorithmNames());
        }
    }

    private Jwt decode(String field, String token) {
        try {
            return decoder.decode(token);
        } catch (JwtValidationException refused) {
            throw invalid(
                    field,
                    refused.getErrors().stream()
                            .map(error -> Objects.requireNonNullElse(error.getDescription(), "is invalid"))
                            .findFirst()
                            .orElse("is invalid"));
        } catch (JwtException refused) {
            if (refused.getCause() instanceof IssuerUnavailableException) {
                throw ApiException.unavailable(
                        field + ": the token cannot be verified at the moment, since its issuer does not respond; try"
                                + " again",
                        IssuerKeys.RETRY,
                        null);
            }
            throw invalid(field, "is malformed, or its signature does not match the keys of its issuer");
        }
    }

    private Caller.User user(String field, Claims claims, String address) {
        String subject = claims.first(properties.subject())
                .orElseThrow(() ->
                        invalid(field, "has no claim '%s' that identifies the user".formatted(properties.subject())));
        String tenant = tenant(subject);
        organizations.remember(tenant, organization(claims));
        return new Caller.User(
                tenant,
                claims.first(properties.user()).or(() -> Optional.of(subject)),
                Optional.ofNullable(properties.operators())
                        .filter(rule -> rule.matches(claims))
                        .isPresent(),
                address);
    }

    private String tenant(String subject) {
        String user = issuer.issuer() + "\n" + subject;
        return TENANT + Digest.of(user.getBytes(StandardCharsets.UTF_8)).hex().substring(0, TENANT_DIGITS);
    }

    private String organization(Claims claims) {
        return Optional.ofNullable(properties.organization())
                .flatMap(claims::first)
                .or(() -> claims.first(properties.email())
                        .filter(email -> !claims.all("email_verified").contains("false"))
                        .map(email ->
                                email.substring(email.lastIndexOf('@') + 1).strip())
                        .filter(domain -> !domain.isEmpty()))
                .orElseGet(() -> URI.create(issuer.issuer()).getHost());
    }

    private static ApiException invalid(String field, String problem) {
        return ApiException.tokenInvalid("%s: the token %s".formatted(field, problem));
    }
}
