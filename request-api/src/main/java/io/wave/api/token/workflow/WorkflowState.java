package io.wave.api.token.workflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the status of a workflow means for its tokens. */
enum WorkflowState {
    RUNNING,
    ENDED,
    /** The Platform does not know, or has a status that this version does not know: nothing changes. */
    UNKNOWN;

    /** Reply of {@code /workflow/{id}}. */
    record Described(@Nullable Entry workflow) {

        WorkflowState state() {
            return Optional.ofNullable(workflow)
                    .map(Entry::status)
                    .map(WorkflowState::of)
                    .orElse(UNKNOWN);
        }
    }

    /** @param status status in the Platform */
    record Entry(@Nullable String status) {}

    private static WorkflowState of(String status) {
        return switch (status) {
            case "SUBMITTED", "RUNNING" -> RUNNING;
            case "SUCCEEDED", "FAILED", "CANCELLED" -> ENDED;
            default -> UNKNOWN;
        };
    }
}
