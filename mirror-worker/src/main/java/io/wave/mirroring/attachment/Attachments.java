package io.wave.mirroring.attachment;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.job.engine.plan.Work;
import io.wave.mirroring.registry.PatientRegistries;
import io.wave.mirroring.registry.References;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies what is attached to an image: its referrers (OCI 1.1), with the referrers tag where the target has no API for them, and
 * the tags by which cosign names signatures, attestations and SBOMs. Blobs that the registry of the target has elsewhere are
 * mounted. An attachment that the target rejects does not fail the mirror.
 */
public final class Attachments {

    private static final int MAX_ATTACHMENTS = 1000;
    private static final int MAX_DEPTH = 3;
    private static final List<String> SUFFIXES = List.of(".sig", ".att", ".sbom");

    private final ImageReference source;
    private final ImageReference target;
    private final PatientRegistries.Of registries;
    private final Work work;
    private final Set<Digest> copied = new HashSet<>();
    private int rejected;
    private @Nullable String rejection;

    public Attachments(ImageReference source, ImageReference target, PatientRegistries.Of registries, Work work) {
        this.source = source;
        this.target = target;
        this.registries = registries;
        this.work = work;
    }

    /**
     * Copies what is attached to these manifests.
     *
     * @return the number of attachments
     * @throws RegistryException if a registry fails
     */
    public int copy(Collection<Digest> manifests) throws InterruptedException {
        for (Digest manifest : manifests) {
            attachments(manifest, 0);
        }
        if (!copied.isEmpty()) {
            work.log().line("copied %d referrers, signatures, attestations and SBOMs".formatted(copied.size()));
        }
        return copied.size();
    }

    /** A remark, if attachments could not be copied. */
    public Optional<String> note() {
        return Optional.ofNullable(rejection)
                .map(words -> "%d referrers or signatures were not copied: %s".formatted(rejected, words));
    }

    private void attachments(Digest manifest, int depth) throws InterruptedException {
        referrers(manifest, depth);
        for (String suffix : SUFFIXES) {
            tagged(new Tag("sha256-" + manifest.hex() + suffix));
        }
    }

    private void referrers(Digest subject, int depth) throws InterruptedException {
        Map<Digest, Referrer> found = new LinkedHashMap<>();
        for (Referrer referrer : Referrer.listed(readable(subject))) {
            if (depth >= MAX_DEPTH || copied.size() >= MAX_ATTACHMENTS) {
                reject("there are more than %d, or more than %d levels".formatted(MAX_ATTACHMENTS, MAX_DEPTH));
                return;
            }
            if (copied.contains(referrer.digest()) || attached(referrer.digest(), 0)) {
                found.put(referrer.digest(), referrer);
                attachments(referrer.digest(), depth + 1);
            }
        }
        if (!found.isEmpty()) {
            list(subject, found);
        }
    }

    /** Registries without referrers answer in many ways. */
    private Optional<ManifestContent> readable(Digest subject) throws InterruptedException {
        try {
            return Optional.of(registries.referrers(source, subject));
        } catch (RegistryException failure) {
            if (PatientRegistries.isTemporary(failure)) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    /** Lists referrers at the target under the referrers tag, unless its API lists them. */
    private void list(Digest subject, Map<Digest, Referrer> found) throws InterruptedException {
        List<Referrer> present = Referrer.listed(Optional.of(registries.referrers(target, subject)));
        Map<Digest, Referrer> all = new LinkedHashMap<>();
        present.forEach(referrer -> all.put(referrer.digest(), referrer));
        if (all.keySet().containsAll(found.keySet())) {
            return;
        }
        all.putAll(found);
        accepted(() -> registries.put(target.at(new Tag("sha256-" + subject.hex())), Referrer.index(all.values())));
    }

    private void tagged(Tag tag) throws InterruptedException {
        Optional<ManifestContent> manifest = registries.manifest(source.at(tag));
        if (manifest.isPresent() && !registries.digest(target.at(tag)).equals(manifest.map(ManifestContent::digest))) {
            put(manifest.get(), target.at(tag), 0);
        }
    }

    private boolean attached(Digest digest, int depth) throws InterruptedException {
        Optional<ManifestContent> manifest = registries.manifest(source.at(digest));
        return manifest.isPresent() && put(manifest.get(), target.at(digest), depth);
    }

    /** Copies what a manifest refers to, then the manifest. */
    private boolean put(ManifestContent manifest, ImageReference name, int depth) throws InterruptedException {
        if (depth > MAX_DEPTH) {
            reject("%s has more than %d levels".formatted(name, MAX_DEPTH));
            return false;
        }
        return accepted(() -> {
            References references = References.of(manifest);
            for (Digest child : references.manifests()) {
                if (!copied.contains(child)
                        && registries.digest(target.at(child)).isEmpty()) {
                    attached(child, depth + 1);
                }
            }
            for (Map.Entry<Digest, Long> blob : references.blobs().entrySet()) {
                registries.copy(source, target, blob.getKey(), blob.getValue());
            }
            registries.put(name, manifest);
            copied.add(manifest.digest());
        });
    }

    /** An action at the target; false if the target rejects it. */
    private boolean accepted(Action action) throws InterruptedException {
        try {
            action.run();
            return true;
        } catch (RegistryException failure) {
            if (!PatientRegistries.isRejection(failure)) {
                throw failure;
            }
            reject(String.valueOf(failure.getMessage()));
            return false;
        }
    }

    private void reject(String reason) {
        rejected++;
        rejection = reason;
        work.log().line("not copied: " + reason);
    }

    @FunctionalInterface
    private interface Action {
        void run() throws InterruptedException;
    }
}
