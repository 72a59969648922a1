package io.wave.cloud.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Retryable;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.wave.cloud.login.CloudLogin;
import io.wave.cloud.login.LoginException;
import io.wave.cloud.login.LoginException.Reason;
import io.wave.cloud.login.LoginProvider;
import io.wave.egress.ProxyLogin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.Credentials.Kind;
import io.wave.security.TrustedCertificates;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Logins at Artifact Registry and Container Registry with the identity that Google Cloud gives to this service: access tokens, for an hour. */
public final class GoogleLogins implements LoginProvider {

    private static final String USER = "oauth2accesstoken";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final Duration ASSUMED = Duration.ofMinutes(10);
    private static final Pattern HOST =
            Pattern.compile("(?:[a-z0-9-]{1,63}\\.)?gcr\\.io|[a-z0-9-]{1,56}-docker\\.pkg\\.dev");

    private final Source source;
    private final Clock clock;

    /** Finds the identity. */
    @FunctionalInterface
    public interface Source {

        /** @throws IOException if there is none */
        GoogleCredentials identity() throws IOException;
    }

    public GoogleLogins(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** With the application default credentials of this process. */
    public static GoogleLogins ofEnvironment(TrustedCertificates certificates, Clock clock) {
        HttpTransport http = transport(certificates);
        return new GoogleLogins(() -> GoogleCredentials.getApplicationDefault(() -> http), clock);
    }

    /** Connections through the proxy of the operator, if there is one, with its login. */
    static HttpTransport transport(TrustedCertificates certificates) {
        NetHttpTransport.Builder transport = new NetHttpTransport.Builder().setConnectionFactory(ProxyLogin::open);
        certificates.context().ifPresent(context -> transport.setSslSocketFactory(context.getSocketFactory()));
        return transport.build();
    }

    @Override
    public Optional<String> scope(RegistryTarget target) {
        return target.credentials()
                .filter(credentials -> credentials.kind() == Kind.GOOGLE_IDENTITY)
                .filter(_ -> HOST.matcher(target.registry()).matches())
                .map(_ -> SCOPE);
    }

    @Override
    public CloudLogin request(RegistryTarget target) {
        AccessToken token = token(identity());
        Instant now = clock.instant();
        Instant end = token.getExpirationTime() == null
                ? now.plus(ASSUMED)
                : token.getExpirationTime().toInstant();
        return CloudLogin.of(new Credentials(USER, token.getTokenValue()), now, end);
    }

    private GoogleCredentials identity() {
        try {
            return source.identity().createScoped(SCOPE);
        } catch (IOException none) {
            throw new LoginException(
                    Reason.MISCONFIGURED,
                    "Google Cloud has given no identity to this service: use a service account with workload identity, or set GOOGLE_APPLICATION_CREDENTIALS",
                    none);
        }
    }

    private static AccessToken token(GoogleCredentials identity) {
        try {
            identity.refresh();
            return identity.getAccessToken();
        } catch (IOException failure) {
            boolean rejected = failure instanceof Retryable known && !known.isRetryable();
            throw rejected
                    ? new LoginException(
                            Reason.MISCONFIGURED,
                            "Google Cloud does not accept the identity of this service: check its service account and federation",
                            failure)
                    : new LoginException(
                            Reason.UNAVAILABLE,
                            "Google Cloud gives out no token: it cannot be reached or has an error",
                            failure);
        }
    }
}
