package io.wave.api.token.workflow;

import io.wave.api.platform.call.PlatformClient;
import io.wave.api.platform.user.PlatformUsers;
import io.wave.api.token.RequestStore;
import io.wave.api.web.problem.ApiException;
import io.wave.background.Background;
import io.wave.messaging.loop.RepeatedTask;
import io.wave.token.ContainerToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Platforms for the status of workflows. While one runs, its tokens are renewed as pulls would renew them; after it has ended,
 * or if the Platform does not have it, they expire soon. If the Platform cannot be asked, they stay as they are.
 */
final class WorkflowMonitor implements RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(WorkflowMonitor.class);
    private static final int WORKFLOWS = 20;
    private static final int TOKENS = 500;
    private static final Instant ANY_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final WorkflowTable workflows;
    private final PlatformClient platforms;
    private final PlatformUsers users;
    private final RequestStore requests;
    private final Duration grace;
    private final Clock clock;

    WorkflowMonitor(
            WorkflowTable workflows,
            PlatformClient platforms,
            PlatformUsers users,
            RequestStore requests,
            Duration grace,
            Clock clock) {
        this.workflows = workflows;
        this.platforms = platforms;
        this.users = users;
        this.requests = requests;
        this.grace = grace;
        this.clock = clock;
    }

    @Override
    public boolean run() {
        workflows.deleteUnused();
        List<Workflow> due = workflows.claim(WORKFLOWS);
        Background.forEach("workflow-check", due, this::check);
        return due.size() == WORKFLOWS;
    }

    private void check(Workflow workflow) {
        switch (state(workflow)) {
            case RUNNING -> forEachToken(workflow, requests.renewedBefore(), requests::renew);
            case ENDED -> end(workflow);
            case UNKNOWN -> {}
        }
    }

    private WorkflowState state(Workflow workflow) {
        try {
            return platforms
                    .find(
                            workflow.login(),
                            workflow.path(),
                            WorkflowState.Described.class,
                            "workflowId: the Platform does not let this user read the workflow")
                    .map(WorkflowState.Described::state)
                    .orElseGet(() -> absent(workflow));
        } catch (ApiException failure) {
            LOG.atInfo()
                    .addKeyValue("workflow", workflow.id())
                    .addKeyValue("reason", failure.getMessage())
                    .log("Cannot ask for the status of a workflow; its tokens stay as they are");
            return WorkflowState.UNKNOWN;
        }
    }

    /** Only the Platform can say that it does not have a workflow, and only that knows the user. */
    private WorkflowState absent(Workflow workflow) {
        users.requireKnown(workflow.login());
        return WorkflowState.ENDED;
    }

    private void end(Workflow workflow) {
        Instant end = clock.instant().plus(grace);
        forEachToken(workflow, ANY_TIME, token -> requests.end(token, end));
        workflows.delete(workflow);
        LOG.atInfo().addKeyValue("workflow", workflow.id()).log("Workflow has ended; its tokens expire at {}", end);
    }

    private void forEachToken(Workflow workflow, Instant expiringBefore, Consumer<ContainerToken> action) {
        List<ContainerToken> tokens;
        String last = "";
        do {
            tokens = workflows.tokens(workflow, expiringBefore, last, TOKENS);
            tokens.forEach(action);
            last = tokens.isEmpty() ? last : tokens.getLast().value();
        } while (tokens.size() == TOKENS);
    }
}
