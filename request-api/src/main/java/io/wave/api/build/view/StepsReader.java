package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.api.build.BuildService;
import io.wave.api.job.log.StoredProgress;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.build.BuildSteps;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the steps of builds. */
@Component
class StepsReader {

    private final StoredProgress stored;
    private final BuildService builds;

    StepsReader(StoredProgress stored, BuildService builds) {
        this.stored = stored;
        this.builds = builds;
    }

    ImageSteps of(Build build) {
        Optional<BuildSteps> steps =
                build.spec().index() == null && !build.spec().isSingularity()
                        ? stored.of(build.job().id(), BuildSteps.class)
                        : Optional.empty();
        JobRecord job = build.job();
        return new ImageSteps(
                build,
                job.isFinal()
                        ? steps.map(known -> known.ofEndedBuild(job.state() == JobState.SUCCEEDED, job.finishedAt()))
                        : steps);
    }

    /** Those of the builds of an index; empty for other builds. */
    List<ImageSteps> ofImages(Build build) {
        List<IndexEntry> entries = build.spec().index();
        return entries == null
                ? List.of()
                : entries.stream()
                        .flatMap(entry -> Optional.ofNullable(entry.build()).stream())
                        .flatMap(image -> builds.find(image).stream())
                        .map(this::of)
                        .toList();
    }
}
