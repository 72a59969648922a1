package io.wave.trials;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** An OpenID Connect issuer on loopback with one RSA key. */
final class TokenIssuer implements AutoCloseable {

    private static final String AUDIENCE = "wave";
    private static final String KEY = "key-1";
    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair keys;

    private TokenIssuer(HttpServer server, KeyPair keys) {
        this.server = server;
        this.keys = keys;
        server.createContext("/.well-known/openid-configuration", exchange -> respond(exchange, discovery()));
        server.createContext("/keys", exchange -> respond(exchange, keys()));
        server.start();
    }

    static TokenIssuer start() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new TokenIssuer(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
                    generator.generateKeyPair());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The settings with which the service accepts its tokens. */
    Map<String, String> settings() {
        return Map.of(
                "spring.security.oauth2.resourceserver.jwt.issuer-uri",
                url(),
                "spring.security.oauth2.resourceserver.jwt.audiences",
                AUDIENCE);
    }

    /** A token of a user. */
    String token(String subject) {
        return token(subject, "");
    }

    /**
     * A token of a user.
     *
     * @param padding a further claim
     */
    String token(String subject, String padding) {
        String header = encoded(Map.of("alg", "RS256", "kid", KEY));
        String claims = encoded(Map.of(
                "iss",
                url(),
                "aud",
                AUDIENCE,
                "sub",
                subject,
                "exp",
                Instant.now().plusSeconds(3600).getEpochSecond(),
                "padding",
                padding));
        return "%s.%s.%s".formatted(header, claims, signature(header + "." + claims));
    }

    private String signature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return URL_SAFE.encodeToString(signature.sign());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String encoded(Map<String, ?> json) {
        return URL_SAFE.encodeToString(WaveClient.write(json).getBytes(StandardCharsets.UTF_8));
    }

    private String url() {
        return "http://localhost:%d".formatted(server.getAddress().getPort());
    }

    private String discovery() {
        return WaveClient.write(Map.of("issuer", url(), "jwks_uri", url() + "/keys"));
    }

    private String keys() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        String modulus = URL_SAFE.encodeToString(key.getModulus().toByteArray());
        String exponent = URL_SAFE.encodeToString(key.getPublicExponent().toByteArray());
        return WaveClient.write(Map.of(
                "keys", new Object[] {Map.of("kty", "RSA", "use", "sig", "kid", KEY, "n", modulus, "e", exponent)}));
    }

    private static void respond(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
