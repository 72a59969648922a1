package io.wave.api.submission;

import io.wave.api.security.caller.Secret;
import io.wave.api.submission.request.SubmitRequest;
import io.wave.api.token.AcceptedRequest;
import io.wave.api.token.workflow.WorkflowTokens;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The workflows of Platforms for which images are requested. */
@Component
class RequestWorkflows {

    private final Optional<WorkflowTokens> workflows;

    RequestWorkflows(ObjectProvider<WorkflowTokens> workflows) {
        this.workflows = Optional.ofNullable(workflows.getIfAvailable());
    }

    /** Binds the token of an accepted request to the workflow that the request names, if any. */
    AcceptedRequest bind(SubmitRequest body, AcceptedRequest accepted) {
        Secret token = body.towerAccessToken();
        String workflow = body.workflowId();
        if (token != null && workflow != null) {
            workflows.ifPresent(tokens ->
                    tokens.bind(accepted.record(), token, body.towerEndpoint(), body.towerWorkspaceId(), workflow));
        }
        return accepted;
    }
}
