package io.wave.cloud.azure;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The workload identity that Azure gives to this service by variables of its environment.
 *
 * @param clientId application
 * @param tenantId directory of the application
 * @param tokenFile file with the token of the service account, which Kubernetes renews
 * @param authority Microsoft Entra ID
 */
record AzureIdentity(String clientId, String tenantId, Path tokenFile, URI authority) {

    private static final String DEFAULT_AUTHORITY = "https://login.microsoftonline.com/";

    /** Empty if a variable is missing. */
    static Optional<AzureIdentity> of(Map<String, String> environment) {
        Optional<String> client = variable(environment, "AZURE_CLIENT_ID");
        Optional<String> tenant = variable(environment, "AZURE_TENANT_ID");
        Optional<String> file = variable(environment, "AZURE_FEDERATED_TOKEN_FILE");
        URI authority = URI.create(variable(environment, "AZURE_AUTHORITY_HOST").orElse(DEFAULT_AUTHORITY));
        return client.isPresent() && tenant.isPresent() && file.isPresent()
                ? Optional.of(new AzureIdentity(client.get(), tenant.get(), Path.of(file.get()), authority))
                : Optional.empty();
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    URI tokenEndpoint() {
        return authority.resolve("/" + tenantId + "/oauth2/v2.0/token");
    }
}
