package io.wave.augment.derive;

import io.wave.augment.AugmentedImage;
import io.wave.augment.Overlay;
import io.wave.augment.manifest.Content;
import io.wave.augment.manifest.Document;
import io.wave.augment.manifest.ImageIndex;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.augment.manifest.NoImageException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Creates derivations: reads the documents of the source from its registry and rewrites them, indexes included. Equal keys give
 * equal bytes.
 */
public final class Deriver {

    private static final long MAX_DERIVATION_BYTES = 16 << 20;
    private static final int MAX_ENTRIES = 256;
    private static final int MAX_DEPTH = 3;
    private static final int PARALLEL_READS = 4;

    private final RegistryClient registries;
    private final SourceDocuments documents;
    private final PlatformImages platforms;
    private final LayerCompressions compressions;

    /**
     * @param registries client for reading documents
     * @param cache documents that need not be read again
     */
    public Deriver(RegistryClient registries, DocumentCache cache) {
        this.registries = registries;
        this.documents = new SourceDocuments(registries, cache);
        this.platforms = new PlatformImages(registries, documents);
        this.compressions = new LayerCompressions(registries);
    }

    /**
     * The derivation for the key. Fails with a {@link RegistryException} if a call to the registry fails, and with a {@link
     * ManifestException} if the image cannot be extended or has no image for the platform.
     */
    public Mono<Derivation> derive(DerivationKey key) {
        return registries.limitingMemory(Mono.defer(() -> deriveNow(key)));
    }

    private Mono<Derivation> deriveNow(DerivationKey key) {
        Mono<Content> source =
                documents.manifest(key.source(), key.tenant()).switchIfEmpty(Mono.error(() -> unknown(key.source())));
        if (key.config().isEmpty() && key.platform() == null) {
            return source.map(Deriver::unchanged);
        }
        return source.flatMap(content -> compressions
                .determine(Overlay.of(key.config()), new RegistryAccess(key.tenant()))
                .flatMap(overlay -> new Run(key, overlay).document(Document.parse(content), key.platform(), 0)));
    }

    /** The failure for an image that does not exist. */
    public static RegistryException unknown(ImageReference image) {
        return SourceDocuments.unknown(image);
    }

    private static Derivation unchanged(Content source) {
        return new Derivation(source.digest(), List.of(source));
    }

    /** The derivation for one key. */
    private final class Run {

        private final DerivationKey key;
        private final Overlay overlay;
        private final AtomicLong size = new AtomicLong();

        Run(DerivationKey key, Overlay overlay) {
            this.key = key;
            this.overlay = overlay;
        }

        Mono<Derivation> document(Document document, @Nullable Platform requested, int depth) {
            return switch (document) {
                case ImageIndex index -> index(index, requested, depth);
                case ImageManifest image when image.isImage() -> image(image, requested);
                case ImageManifest _, Document.Unknown _
                when overlay.isEmpty() || depth > 0 -> Mono.just(unchanged(document.source()));
                case ImageManifest artifact
                when artifact.artifactType().isPresent() -> throw NoImageException.of(key.source(), artifact);
                case ImageManifest _, Document.Unknown _ ->
                    throw new ManifestException(
                            "invalid image manifest or configuration of '%s'".formatted(key.source()));
            };
        }

        private Mono<Derivation> image(ImageManifest image, @Nullable Platform requested) {
            return documents
                    .config(key.source(), image, key.tenant())
                    .map(bytes -> derivation(AugmentedImage.of(image, bytes, overlay, requested)));
        }

        private Derivation derivation(AugmentedImage image) {
            List<Content> contents =
                    image.config() == null ? List.of(image.manifest()) : List.of(image.manifest(), image.config());
            Derivation derivation = new Derivation(image.manifest().digest(), contents);
            if (size.addAndGet(derivation.size()) > MAX_DERIVATION_BYTES) {
                throw new ManifestException("the manifests and configurations of '%s' exceed %d bytes in total"
                        .formatted(key.source(), MAX_DERIVATION_BYTES));
            }
            return derivation;
        }

        private Mono<Derivation> index(ImageIndex index, @Nullable Platform requested, int depth) {
            Mono<Derivation> derived = Mono.defer(() -> children(index, depth));
            return requested == null
                    ? derived
                    : platforms
                            .require(key.source(), requested, key.tenant(), index)
                            .then(derived);
        }

        private Mono<Derivation> children(ImageIndex index, int depth) {
            List<ImageIndex.Entry> entries = index.entries();
            if (overlay.isEmpty()) {
                return Mono.just(unchanged(index.source()));
            }
            if (entries.size() > MAX_ENTRIES || depth > MAX_DEPTH) {
                throw new ManifestException("the image index has too many entries or levels");
            }
            return Flux.fromIterable(entries)
                    .map(entry -> entry.content().digest())
                    .distinct()
                    .flatMapSequential(digest -> child(digest, depth), depth == 0 ? PARALLEL_READS : 1, 1)
                    .collectList()
                    .map(children -> merge(index, children));
        }

        /** An entry that the registry does not have is left unchanged, since it cannot be pulled. */
        private Mono<Child> child(Digest digest, int depth) {
            return documents
                    .manifest(key.source().at(digest), key.tenant())
                    .flatMap(content -> document(Document.parse(content), null, depth + 1))
                    .map(derivation -> new Child(digest, derivation));
        }
    }

    private static Derivation merge(ImageIndex index, List<Child> children) {
        Map<Digest, Content> replacements = new HashMap<>();
        List<Content> contents = new ArrayList<>();
        for (Child child : children) {
            if (child.isChanged()) {
                replacements.put(child.source(), child.derivation().rootContent());
                contents.addAll(child.derivation().contents());
            }
        }
        if (replacements.isEmpty()) {
            return unchanged(index.source());
        }
        Content root = index.with(replacements);
        contents.addFirst(root);
        return new Derivation(root.digest(), contents);
    }

    private record Child(Digest source, Derivation derivation) {
        boolean isChanged() {
            return !derivation.root().equals(source);
        }
    }
}
