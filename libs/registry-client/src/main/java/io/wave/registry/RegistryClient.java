package io.wave.registry;

import io.wave.egress.EgressPolicy;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.access.Purpose;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.auth.Authorizations;
import io.wave.registry.auth.BearerTokens;
import io.wave.registry.auth.TokenFlights;
import io.wave.registry.auth.TokenService;
import io.wave.registry.blob.BlobAnswer;
import io.wave.registry.blob.BlobEndpoint;
import io.wave.registry.blob.BlobHead;
import io.wave.registry.call.Redirects;
import io.wave.registry.call.RegistryCaller;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryClientProperties;
import io.wave.registry.config.RegistryEndpoint;
import io.wave.registry.document.BodyReader;
import io.wave.registry.document.DocumentJson;
import io.wave.registry.document.DocumentMemory;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.Transport;
import io.wave.registry.http.UpstreamFailures;
import io.wave.registry.manifest.ManifestContent;
import io.wave.registry.manifest.ManifestEndpoint;
import io.wave.registry.manifest.ReferrersEndpoint;
import io.wave.registry.manifest.ResolvedManifest;
import io.wave.registry.manifest.TagPage;
import io.wave.registry.manifest.TagsEndpoint;
import io.wave.registry.push.BlobPushes;
import io.wave.registry.push.RepositoryPush;
import io.wave.registry.push.UploadEndpoint;
import io.wave.registry.retry.Retries;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * What registries are asked and given, after the OCI distribution specification. What a registry does not have is empty; what it
 * does not give, or gives wrong, is a {@link RegistryException}.
 *
 * <p>Credentials are those configured for the repository. They are shown only when the registry asks for them, only to its
 * own origin and to the token service that it names.
 */
public final class RegistryClient implements AutoCloseable {

    private final RegistriesProperties registries;
    private final Transport transport;
    private final DocumentMemory memory;
    private final ManifestEndpoint manifests;
    private final BlobEndpoint blobs;
    private final BlobPushes pushes;
    private final TagsEndpoint tags;
    private final ReferrersEndpoint referrers;
    private final LoginEndpoint login;

    RegistryClient(
            RegistriesProperties registries,
            RegistryClientProperties limits,
            EgressPolicy egress,
            TokenFlights tokens,
            Clock clock) {
        JsonMapper json = DocumentJson.ofDocuments();
        this.memory = new DocumentMemory(limits.documentMemory().toBytes());
        this.transport = new Transport(limits, egress, new BodyReader(memory, limits.documentTimeout()));
        UpstreamFailures failures = new UpstreamFailures(clock);
        Retries retries = new Retries(limits.maxRetries());
        TokenService tokenService = new TokenService(transport, failures);
        Authorizations authorizations = new Authorizations(new BearerTokens(), tokenService, retries, tokens);
        RegistryCaller caller = new RegistryCaller(transport, authorizations, retries, failures);
        Redirects redirects = new Redirects(caller);
        this.registries = registries;
        this.manifests = new ManifestEndpoint(redirects, caller, failures, json);
        this.blobs = new BlobEndpoint(redirects, failures, json);
        this.pushes = new BlobPushes(registries, blobs, new UploadEndpoint(caller, failures), retries);
        this.tags = new TagsEndpoint(redirects, failures);
        this.referrers = new ReferrersEndpoint(redirects, manifests, json);
        this.login = new LoginEndpoint(transport, tokenService, retries, failures);
    }

    /** What an image name stands for at this moment, without its content where the registry can say so. */
    public Mono<ResolvedManifest> resolve(ImageReference image, RegistryAccess access) {
        return manifests.resolve(target(image.registry(), image.repository(), access), image.reference());
    }

    /** A manifest of at most 4 MiB; asked for by digest it is verified. */
    public Mono<ManifestContent> manifest(ImageReference image, RegistryAccess access) {
        return manifests.get(target(image.registry(), image.repository(), access), image.reference());
    }

    /**
     * The same to look at, not to serve: a manifest of Docker's first schema is given too. The digest of a signed one is
     * that of its payload.
     */
    public Mono<ManifestContent> manifestOfAnySchema(ImageReference image, RegistryAccess access) {
        return manifests.getOfAnySchema(target(image.registry(), image.repository(), access), image.reference());
    }

    /**
     * A whole blob that is a document, such as an image configuration, wherever the registry keeps it, verified. One that is
     * longer, or as JSON above the {@link io.wave.oci.DocumentLimits}, is an error.
     */
    public Mono<byte[]> content(
            String registry, String repository, Digest digest, int maxBytes, RegistryAccess access) {
        return blobs.content(target(registry, repository, access), digest, maxBytes);
    }

    /**
     * A blob as the registry hands it out.
     *
     * @param range value of the {@code Range} header to pass on
     */
    public Mono<BlobAnswer> blob(
            String registry, String repository, Digest digest, @Nullable String range, RegistryAccess access) {
        return blobs.open(target(registry, repository, access), digest, range);
    }

    /** Whether a blob exists, and how long it is. */
    public Mono<BlobHead> headBlob(String registry, String repository, Digest digest, RegistryAccess access) {
        return blobs.head(target(registry, repository, access), digest);
    }

    /**
     * A page of tags.
     *
     * @param n how many at most
     * @param last the tag after which the page begins
     */
    public Mono<TagPage> tags(
            String registry, String repository, @Nullable Integer n, @Nullable String last, RegistryAccess access) {
        return tags.list(target(registry, repository, access), n, last);
    }

    /** The index of what refers to a manifest; never empty, but maybe an index of nothing. */
    public Mono<ManifestContent> referrers(
            String registry, String repository, Digest subject, @Nullable String artifactType, RegistryAccess access) {
        return referrers.get(target(registry, repository, access), subject, artifactType);
    }

    /** The way to put content into a repository. */
    public RepositoryPush into(String registry, String repository, RegistryAccess access) {
        return new RepositoryPush(target(registry, repository, access).to(Purpose.PUSH), pushes, manifests);
    }

    /**
     * Whether a registry lets a user in. These credentials are used for this call alone, and none that are configured.
     * A wrong password is a {@link RegistryException} with status 401.
     */
    public Mono<Boolean> takes(String registry, Credentials credentials) {
        RegistryEndpoint endpoint = registries.endpoint(registry, "");
        return login.takes(new RegistryTarget(registry, "", endpoint, "", Optional.of(credentials), Purpose.PULL));
    }

    /**
     * This work, of which all documents that are read within it count against the memory for documents until it ends. It
     * fails with a {@link RegistryException} if that memory stays short, if its documents are too many, or if it takes
     * minutes.
     */
    public <T> Mono<T> holding(Mono<T> work) {
        return memory.holding(work);
    }

    private RegistryTarget target(String registry, String repository, RegistryAccess access) {
        return RegistryTarget.of(registries, registry, repository, access);
    }

    /** Gives up all connections. */
    @Override
    public void close() {
        transport.close();
    }
}
