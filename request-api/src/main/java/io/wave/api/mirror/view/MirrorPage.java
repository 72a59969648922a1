package io.wave.api.mirror.view;

import io.wave.api.job.log.LogSection;
import io.wave.api.mirror.Mirror;
import io.wave.api.scan.JobScans;
import io.wave.api.web.page.PageSizeFormat;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.mirror.MirrorProgress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page of a mirror. It contains nothing about the user who requested the mirror.
 *
 * @param id mirror id
 * @param status {@code SUCCEEDED}, {@code FAILED} or {@code IN PROGRESS}
 * @param stage the current stage, while the mirror is in progress
 * @param growing whether the page updates itself
 * @param source the image to copy
 * @param target the name of the copy
 * @param digest digest of the image
 * @param profile profile that the mirror was requested with
 * @param started when the copy began
 * @param duration how long the copy took
 * @param failure why the mirror failed
 * @param note a remark on the copy
 * @param progress how far the copy has come, if known
 * @param scans the scans of the image
 * @param log the log, or what was added to it since the last request
 */
record MirrorPage(
        String id,
        String status,
        @Nullable String stage,
        boolean growing,
        String source,
        String target,
        String digest,
        @Nullable String profile,
        String started,
        String duration,
        @Nullable String failure,
        @Nullable String note,
        @Nullable Progress progress,
        JobScans scans,
        LogSection log) {

    /**
     * How far the copy has come.
     *
     * @param layers for example "3 of 7 layers"
     * @param bytes for example "12 MB of 40 MB"
     * @param rate bytes per second, while the copy runs
     * @param percent share of the bytes
     */
    record Progress(String layers, String bytes, @Nullable String rate, int percent) {

        static Progress of(MirrorProgress known, boolean running) {
            return new Progress(
                    "%d of %d layers".formatted(known.layersDone(), known.layers()),
                    "%s of %s".formatted(PageSizeFormat.of(known.bytesDone()), PageSizeFormat.of(known.bytes())),
                    running && known.bytesPerSecond() > 0 ? PageSizeFormat.of(known.bytesPerSecond()) + "/s" : null,
                    known.percent());
        }
    }

    static MirrorPage of(
            Mirror mirror, Optional<MirrorProgress> progress, JobScans scans, LogSection log, PageTimeFormat times) {
        JobRecord job = mirror.job();
        return new MirrorPage(
                job.id(),
                mirror.status(),
                job.isFinal()
                        ? null
                        : job.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                !job.isFinal(),
                mirror.spec().work().source().toString(),
                mirror.spec().work().target().toString(),
                mirror.spec().work().digest().toString(),
                mirror.spec().profile().map(JobProfile::name).orElse(null),
                times.dateTime(mirror.workStarted()),
                PageTimeFormat.length(mirror.duration()),
                job.failure(),
                job.note(),
                progress.map(known -> Progress.of(known, !job.isFinal())).orElse(null),
                scans,
                log);
    }
}
