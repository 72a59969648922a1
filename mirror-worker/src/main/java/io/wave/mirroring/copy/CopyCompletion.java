package io.wave.mirroring.copy;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.plan.Work;
import io.wave.mirror.MirrorWork;
import io.wave.mirroring.attachment.Attachments;
import io.wave.mirroring.registry.ImageContents;
import io.wave.mirroring.registry.PatientRegistries;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows when skopeo has copied an image by its digest: an index of indexes, what is attached to the image, and the tag.
 * What the target then has is verified.
 */
final class CopyCompletion {

    private final MirrorWork mirror;
    private final ImageContents contents;
    private final CopyProgress progress;
    private final PatientRegistries.Of registries;
    private final CopyMetrics metrics;
    private final Work work;

    CopyCompletion(
            MirrorWork mirror,
            ImageContents contents,
            CopyProgress progress,
            PatientRegistries.Of registries,
            CopyMetrics metrics,
            Work work) {
        this.mirror = mirror;
        this.contents = contents;
        this.progress = progress;
        this.registries = registries;
        this.metrics = metrics;
        this.work = work;
    }

    /** @throws JobFailedException if a registry fails, or the target differs from the source */
    Outcome outcome() throws InterruptedException {
        progress.completed();
        try {
            return finish();
        } catch (RegistryException failure) {
            throw new JobFailedException("mirror failed: " + failure.getMessage());
        }
    }

    private Outcome finish() throws InterruptedException {
        putOuterIndexes();
        verify(mirror.target().at(mirror.digest()));
        List<String> notes = new ArrayList<>();
        Attachments attachments = new Attachments(mirror.source(), mirror.target(), registries, work);
        int attached = attachments.copy(contents.manifests());
        attachments.note().ifPresent(notes::add);
        tag().ifPresent(notes::add);
        metrics.copied(contents.bytes(), attached);
        work.log().line("copied %s as %s".formatted(mirror.target(), mirror.digest()));
        return new Outcome.Succeeded(
                new Result.Image(mirror.digest()), notes.isEmpty() ? null : String.join("; ", notes));
    }

    private void putOuterIndexes() throws InterruptedException {
        for (Digest index : contents.outer()) {
            ManifestContent content = registries
                    .manifest(mirror.source().at(index))
                    .orElseThrow(() -> new JobFailedException(
                            "mirror failed: index %s is not in the source any more".formatted(index)));
            registries.put(mirror.target().at(index), content);
        }
    }

    /**
     * Tags the copy. If the tag of the source has moved meanwhile, and the target has that newer image already, the target
     * keeps it.
     *
     * @return a remark if the tag has moved
     */
    private Optional<String> tag() throws InterruptedException {
        ImageReference target = mirror.target();
        if (target.tag() == null) {
            return Optional.empty();
        }
        ImageReference name = target.at(target.tag());
        Optional<Digest> moved = movedTo();
        Optional<String> note = moved.map(
                digest -> "tag '%s' of the source has moved to %s since the request".formatted(target.tag(), digest));
        if (moved.isPresent() && registries.digest(name).equals(moved)) {
            return note.map(words -> words + ", which the target has: its tag was left there");
        }
        work.beginPush();
        registries.put(name, contents.root());
        verify(name);
        return note;
    }

    /** The digest that the tag of the source refers to now, if it is another one. */
    private Optional<Digest> movedTo() throws InterruptedException {
        ImageReference source = mirror.source();
        if (source.tag() == null || source.pinned().isPresent()) {
            return Optional.empty();
        }
        try {
            return registries.digest(source).filter(digest -> !digest.equals(mirror.digest()));
        } catch (RegistryException unknown) {
            work.log().line("cannot check whether the tag of the source has moved: " + unknown.getMessage());
            return Optional.empty();
        }
    }

    private void verify(ImageReference name) throws InterruptedException {
        Digest found = registries
                .digest(name)
                .orElseThrow(() -> new JobFailedException(
                        "mirror failed: the target does not have '%s' after the copy".formatted(name)));
        if (!found.equals(mirror.digest())) {
            throw new JobFailedException("mirror failed: the target has %s as '%s' after the copy, instead of %s"
                    .formatted(found, name, mirror.digest()));
        }
    }
}
