package io.wave.api.platform.credential;

import com.github.benmanes.caffeine.cache.Weigher;
import io.wave.api.platform.PlatformId;
import io.wave.api.platform.call.ConfirmedAnswers;
import io.wave.api.platform.call.Outages;
import io.wave.api.platform.call.PlatformClient;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.platform.pairing.Pairings;
import io.wave.api.platform.pairing.Pairings.DecryptionKey;
import io.wave.api.web.problem.ApiException;
import io.wave.cloud.aws.EcrRegistry;
import io.wave.image.ImageReference;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.UserLogins;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The registry credentials of users of Platforms. They are kept in memory for a minute, by user and workspace; longer in an outage. */
final class PlatformCredentials {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final int MAX_LISTED = 200_000;
    private static final int MAX_KEYS = 10_000;
    /** They are part of each request and job. */
    private static final int MAX_LENGTH = 16 * 1024;

    private final PlatformClient client;
    private final Pairings pairings;
    private final ConfirmedAnswers<ListKey, List<StoredCredential>> lists;
    private final ConfirmedAnswers<KeysKey, Optional<Credentials>> keys;
    private final ConfirmedAnswers<LaunchKey, Optional<String>> launches;

    PlatformCredentials(PlatformClient client, Pairings pairings, Outages outages, Executor threads) {
        this.client = client;
        this.pairings = pairings;
        this.lists = new ConfirmedAnswers<>(
                outages, key -> key.login().endpoint(), (_, list) -> 1 + list.size(), MAX_LISTED, threads);
        this.keys = new ConfirmedAnswers<>(
                outages, key -> key.list().login().endpoint(), Weigher.singletonWeigher(), MAX_KEYS, threads);
        this.launches = new ConfirmedAnswers<>(
                outages, key -> key.list().login().endpoint(), Weigher.singletonWeigher(), MAX_KEYS, threads);
    }

    private record ListKey(PlatformLogin login, Optional<Long> workspace) {

        private String query(String separator) {
            return workspace
                    .map(id -> "%sworkspaceId=%d".formatted(separator, id))
                    .orElse("");
        }
    }

    private record KeysKey(ListKey list, String id) {}

    private record LaunchKey(ListKey list, String workflow) {}

    /**
     * The credentials that a user keeps for the repository of an image: those with the longest path that covers it.
     *
     * @param workspace workspace of the user; the personal one by default
     * @throws ApiException 403 if the user may not list credentials or read their keys; 502 if they cannot be decrypted; errors as
     *     of {@link PlatformClient#get}
     */
    Optional<UserLogins.Login> find(PlatformLogin login, Optional<Long> workspace, ImageReference image, Instant now) {
        ListKey key = new ListKey(login, workspace);
        return StoredCredential.find(listed(key), image.registry(), image.repository())
                .flatMap(credential -> login(key, credential, credential.prefix(), now));
    }

    /**
     * The credentials that a user keeps for AWS, if the image is in a private registry of AWS and they are the only ones.
     *
     * @param workspace workspace of the user; the personal one by default
     * @throws ApiException as of {@link #find}
     */
    Optional<UserLogins.Login> findOfAws(
            PlatformLogin login, Optional<Long> workspace, ImageReference image, Instant now) {
        ListKey key = new ListKey(login, workspace);
        return EcrRegistry.isPrivate(image.registry())
                ? StoredCredential.ofAws(listed(key))
                        .flatMap(credential -> login(key, credential, image.registry(), now))
                : Optional.empty();
    }

    /**
     * The credentials of the compute environment of AWS in which a workflow of the user runs, if the image is in a private registry of
     * AWS.
     *
     * @param workspace workspace of the workflow; the personal one of the user by default
     * @throws ApiException as of {@link #find}
     */
    Optional<UserLogins.Login> findOfWorkflow(
            PlatformLogin login, Optional<Long> workspace, String workflow, ImageReference image, Instant now) {
        ListKey key = new ListKey(login, workspace);
        return EcrRegistry.isPrivate(image.registry()) && PlatformId.isValid(workflow)
                ? launches.get(new LaunchKey(key, workflow), () -> credentialsOfLaunch(key, workflow))
                        .flatMap(id -> keys(new KeysKey(key, id)))
                        .map(found -> new UserLogins.Login(image.registry(), found, now))
                : Optional.empty();
    }

    private Optional<String> credentialsOfLaunch(ListKey key, String workflow) {
        return client.get(
                        key.login(),
                        "/workflow/%s/launch%s".formatted(workflow, key.query("?")),
                        WorkflowLaunch.class,
                        "workflowId: this user may not read how the workflow was launched")
                .credentialsOfAws();
    }

    private List<StoredCredential> listed(ListKey key) {
        return lists.get(key, () -> list(key));
    }

    private Optional<UserLogins.Login> login(ListKey key, StoredCredential credential, String prefix, Instant now) {
        return keys(new KeysKey(key, String.valueOf(credential.id())))
                .map(found -> new UserLogins.Login(prefix, found, now));
    }

    private List<StoredCredential> list(ListKey key) {
        return client.get(
                        key.login(),
                        "/credentials" + key.query("?"),
                        StoredCredential.Listed.class,
                        "towerWorkspaceId: this user may not list the credentials of the workspace")
                .usable();
    }

    private Optional<Credentials> keys(KeysKey key) {
        return keys.get(key, () -> decrypted(key));
    }

    private Optional<Credentials> decrypted(KeysKey key) {
        PlatformLogin login = key.list().login();
        DecryptionKey pairing = pairings.decryptionKey(login.endpoint())
                .orElseThrow(() -> unusable(key, "the Platform has to connect again to get a new key"));
        CredentialKeys.Encrypted reply = client.get(
                login,
                "/credentials/%s/keys?pairingId=%s%s"
                        .formatted(key.id(), pairing.id(), key.list().query("&")),
                CredentialKeys.Encrypted.class,
                "towerAccessToken: this user may not read the keys of credentials; ask for a role with the permission credentials_encrypted:read");
        String json;
        try {
            json = KeyPacket.decrypt(Optional.ofNullable(reply.keys()).orElse(""), pairing.key());
        } catch (IllegalArgumentException invalid) {
            throw unusable(key, String.valueOf(invalid.getMessage()));
        }
        Optional<Credentials> found = parsed(key, json).login();
        if (found.filter(PlatformCredentials::isTooLong).isPresent()) {
            throw unusable(key, "the keys are longer than %d characters".formatted(MAX_LENGTH));
        }
        return found;
    }

    private static boolean isTooLong(Credentials login) {
        return login.username().length() + login.password().length() > MAX_LENGTH;
    }

    /** A message of Jackson would have parts of the keys. */
    private static CredentialKeys parsed(KeysKey key, String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, CredentialKeys.class))
                    .orElseThrow(() -> unusable(key, "the keys are empty"));
        } catch (JacksonException _) {
            throw unusable(key, "the keys are not JSON");
        }
    }

    private static ApiException unusable(KeysKey key, String reason) {
        return ApiException.upstream(
                502,
                "towerEndpoint: credentials '%s' of the Platform %s cannot be used: %s"
                        .formatted(key.id(), key.list().login().endpoint(), reason),
                null,
                null);
    }

    /** Forgets all that a login was told. */
    void forget(PlatformLogin login) {
        lists.forget(key -> key.login().equals(login));
        keys.forget(key -> key.list().login().equals(login));
        launches.forget(key -> key.list().login().equals(login));
    }
}
