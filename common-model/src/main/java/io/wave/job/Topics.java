package io.wave.job;

/** Names of the Kafka topics. */
public final class Topics {

    public static final String BUILD_COMMANDS = "wave.build.commands";
    public static final String MIRROR_COMMANDS = "wave.mirror.commands";
    public static final String SCAN_COMMANDS = "wave.scan.commands";
    public static final String BUILD_EVENTS = "wave.build.events";
    public static final String MIRROR_EVENTS = "wave.mirror.events";
    public static final String SCAN_EVENTS = "wave.scan.events";
    public static final String REQUEST_EVENTS = "wave.request.events";
    public static final String PULL_EVENTS = "wave.pull.events";

    /** Suffix of the dead-letter topic of a topic. */
    public static final String DEAD_LETTER_SUFFIX = ".dead";

    private Topics() {}

    /** The topic of the events of jobs of this kind. */
    public static String events(JobKind kind) {
        return switch (kind) {
            case BUILD -> BUILD_EVENTS;
            case MIRROR -> MIRROR_EVENTS;
            case SCAN -> SCAN_EVENTS;
        };
    }

    /** The topic of the commands for jobs of this kind. */
    public static String commands(JobKind kind) {
        return switch (kind) {
            case BUILD -> BUILD_COMMANDS;
            case MIRROR -> MIRROR_COMMANDS;
            case SCAN -> SCAN_COMMANDS;
        };
    }
}
