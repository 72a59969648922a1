package io.wave.api.token.workflow;

import io.wave.api.platform.user.PlatformUsers;
import io.wave.api.security.caller.Secret;
import io.wave.registry.config.UserLogins;
import io.wave.token.RequestRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds tokens to the workflows that they are requested for. */
public final class WorkflowTokens {

    private final PlatformUsers users;
    private final WorkflowTable workflows;

    WorkflowTokens(PlatformUsers users, WorkflowTable workflows) {
        this.users = users;
        this.workflows = workflows;
    }

    /**
     * Binds the token of a request that was just accepted, if its caller is a user of a Platform. One for an image with a name of its
     * own stays as it is, as does one for something that cannot be the id of a workflow.
     *
     * @param token token of the user, which has identified the caller
     * @param endpoint URL of the API of its Platform
     * @param workspace workspace of the workflow; the personal one by default
     */
    public void bind(
            RequestRecord request,
            Secret token,
            @Nullable String endpoint,
            @Nullable Long workspace,
            String workflowId) {
        if (!request.durable() && UserLogins.isUser(request.tenant())) {
            Workflow.named(request.tenant(), users.login(token, endpoint), Optional.ofNullable(workspace), workflowId)
                    .ifPresent(workflow -> workflows.bind(request.token(), workflow));
        }
    }
}
