package io.wave.cloud.azure;

import io.wave.cloud.login.CloudLogin;
import io.wave.cloud.login.LoginException;
import io.wave.cloud.login.LoginException.Reason;
import io.wave.cloud.login.LoginProvider;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.Credentials.Kind;
import io.wave.security.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Logins at Azure Container Registry with the workload identity of this service: the token of its service account is exchanged for one of
 * Microsoft Entra ID, and that for a refresh token of the registry, for three hours.
 */
public final class AzureLogins implements LoginProvider {

    private static final String USER = "00000000-0000-0000-0000-000000000000";
    private static final String SCOPE = "https://containerregistry.azure.net/.default";
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Pattern HOST = Pattern.compile("[a-z0-9-]{5,64}\\.azurecr\\.(?:io|cn|us)");

    private final Map<String, String> environment;
    private final FormPosts posts;
    private final Clock clock;

    /** @param environment variables of this process */
    public AzureLogins(Map<String, String> environment, TrustedCertificates certificates, Clock clock) {
        this.environment = Map.copyOf(environment);
        this.posts = new FormPosts(certificates);
        this.clock = clock;
    }

    @Override
    public Optional<String> scope(RegistryTarget target) {
        return target.credentials()
                .filter(credentials -> credentials.kind() == Kind.AZURE_IDENTITY)
                .map(_ -> target.registry())
                .filter(registry -> HOST.matcher(registry).matches());
    }

    @Override
    public CloudLogin request(RegistryTarget target) {
        AzureIdentity identity = AzureIdentity.of(environment)
                .orElseThrow(() -> new LoginException(
                        Reason.MISCONFIGURED,
                        "Azure has given no identity to this service: AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_FEDERATED_TOKEN_FILE are required, as workload identity sets them",
                        null));
        String refreshToken = refreshToken(target, identity, accessToken(identity));
        return CloudLogin.of(
                new Credentials(USER, refreshToken), clock.instant(), TokenEnd.of(refreshToken, clock.instant()));
    }

    private String accessToken(AzureIdentity identity) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", identity.clientId());
        form.put("client_assertion_type", ASSERTION);
        form.put("client_assertion", assertion(identity));
        form.put("scope", SCOPE);
        return posts.token(
                identity.tokenEndpoint(),
                form,
                "access_token",
                "Microsoft Entra ID",
                "check AZURE_CLIENT_ID, AZURE_TENANT_ID and the federated credential of the application");
    }

    private String refreshToken(RegistryTarget target, AzureIdentity identity, String accessToken) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "access_token");
        form.put("service", target.registry());
        form.put("tenant", identity.tenantId());
        form.put("access_token", accessToken);
        return posts.token(
                target.endpoint().resolve("/oauth2/exchange"),
                form,
                "refresh_token",
                "Azure Container Registry",
                "give it a role such as AcrPull or AcrPush at the registry");
    }

    /** Kubernetes replaces the content of the file about once an hour. */
    private static String assertion(AzureIdentity identity) {
        try {
            return Files.readString(identity.tokenFile()).strip();
        } catch (IOException unreadable) {
            throw new LoginException(
                    Reason.MISCONFIGURED, "the file of AZURE_FEDERATED_TOKEN_FILE cannot be read", unreadable);
        }
    }
}
