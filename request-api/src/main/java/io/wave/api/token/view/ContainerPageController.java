package io.wave.api.token.view;

import io.wave.api.job.JobKinds;
import io.wave.api.job.UserJob;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.limit.GuessLimiter;
import io.wave.api.token.ProxyImageNames;
import io.wave.api.token.RequestStore;
import io.wave.api.token.StoredRequest;
import io.wave.api.web.page.PageController;
import io.wave.token.ContainerToken;
import java.util.Optional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The page of a request. */
@PageController
class ContainerPageController {

    private final RequestStore requests;
    private final JobKinds jobs;
    private final ProxyImageNames names;
    private final GuessLimiter guesses;

    ContainerPageController(RequestStore requests, JobKinds jobs, ProxyImageNames names, GuessLimiter guesses) {
        this.requests = requests;
        this.jobs = jobs;
        this.names = names;
        this.guesses = guesses;
    }

    @GetMapping("/view/containers/{token}")
    String page(@PathVariable String token, Caller caller, Model model) {
        StoredRequest request = Optional.of(token)
                .filter(ContainerToken::isToken)
                .map(ContainerToken::new)
                .flatMap(requests::find)
                .orElseThrow(() -> guesses.unknown(caller, "Request '%s' not found".formatted(token)));
        Optional<UserJob> job = request.jobId().flatMap(jobs::find);
        model.addAttribute("request", ContainerPage.of(request, names.of(request), job));
        return "container";
    }
}
