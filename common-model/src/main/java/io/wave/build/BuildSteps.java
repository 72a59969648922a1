package io.wave.build;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one attempt to build an image, as the worker stores them in the object store while the build runs. The
 * size is limited: of a build with more than {@value #MAX_STEPS} steps, the first are listed and the one that failed.
 *
 * @param begun how many instructions of the container file have begun
 * @param total how many instructions of the container file are known to be run
 * @param steps the steps, instructions and others, in order
 * @param omitted number of steps that are not listed
 */
public record BuildSteps(int begun, int total, List<Step> steps, int omitted) {

    /** Maximum number of listed steps. */
    public static final int MAX_STEPS = 250;

    /** Maximum length of a name. */
    public static final int MAX_NAME = 300;

    /** Maximum length of an error. */
    public static final int MAX_ERROR = 1000;

    private static final String INTERNAL = "[internal] ";

    public BuildSteps {
        steps = List.copyOf(steps);
    }

    /** Lists these steps, within the limits. */
    public static BuildSteps of(List<Step> all) {
        List<Step> instructions = all.stream().filter(Step::isInstruction).toList();
        return new BuildSteps(
                (int) instructions.stream()
                        .filter(step -> step.state() != State.PENDING)
                        .count(),
                instructions.size(),
                listed(all),
                Math.max(0, all.size() - MAX_STEPS));
    }

    private static List<Step> listed(List<Step> all) {
        if (all.size() <= MAX_STEPS) {
            return all;
        }
        Optional<Step> failed = all.stream()
                .skip(MAX_STEPS)
                .filter(step -> step.state() == State.FAILED)
                .findFirst();
        return Stream.concat(all.stream().limit(failed.isPresent() ? MAX_STEPS - 1 : MAX_STEPS), failed.stream())
                .toList();
    }

    /**
     * These steps of a build that has ended, although their last states may not have been stored.
     *
     * @param succeeded whether it succeeded
     * @param end when it ended, if known
     */
    public BuildSteps ofEndedBuild(boolean succeeded, @Nullable Instant end) {
        return new BuildSteps(
                begun,
                total,
                steps.stream().map(step -> step.ofEndedBuild(succeeded, end)).toList(),
                omitted);
    }

    /** The state of a step. */
    public enum State {
        /** It waits for other steps. */
        PENDING,
        RUNNING,
        /** It has run, or its result was taken from the cache. */
        SUCCEEDED,
        FAILED,
        /** It was stopped while it ran, because another step failed or the build was stopped. */
        CANCELLED,
        /** It was not run, or it was not possible and not necessary: a layer cache that does not exist. */
        SKIPPED
    }

    /**
     * A step.
     *
     * @param number position, starting with 1; the log refers to it once the step has begun
     * @param name an instruction, or what the builder does besides
     * @param state its state
     * @param started when it first ran
     * @param ended when it ended
     * @param active how long it ran; less than the time between start and end if it waited meanwhile
     * @param cached whether its result was taken from the cache
     * @param pulledBytes bytes that it pulled from a registry
     * @param error why it failed
     */
    public record Step(
            int number,
            String name,
            State state,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable Duration active,
            boolean cached,
            long pulledBytes,
            @Nullable String error) {

        /** Whether it is an instruction of the container file: BuildKit names those by their stage and number. */
        @JsonIgnore
        public boolean isInstruction() {
            return name.startsWith("[") && !name.startsWith(INTERNAL);
        }

        private Step ofEndedBuild(boolean succeeded, @Nullable Instant end) {
            return switch (state) {
                case PENDING -> ended(State.SKIPPED, null);
                case RUNNING -> ended(succeeded ? State.SUCCEEDED : State.CANCELLED, end);
                case SUCCEEDED, FAILED, CANCELLED, SKIPPED -> this;
            };
        }

        private Step ended(State other, @Nullable Instant at) {
            return new Step(number, name, other, started, at, active, cached, pulledBytes, error);
        }
    }
}
