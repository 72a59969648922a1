package io.wave.api.image.inspect;

import io.wave.api.security.caller.Caller;
import io.wave.api.security.token.CallerResolver;
import io.wave.api.web.page.PageController;
import io.wave.api.web.problem.ApiException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of an inspected image; errors are shown on the page. */
@PageController
class InspectPageController {

    private final Inspections inspections;
    private final CallerResolver callers;

    InspectPageController(Inspections inspections, CallerResolver callers) {
        this.inspections = inspections;
        this.callers = callers;
    }

    @GetMapping("/view/inspect")
    String page(
            @RequestParam(required = false) @Nullable String image,
            @RequestParam(required = false) @Nullable String platform,
            Caller caller,
            Model model) {
        model.addAttribute("image", Objects.requireNonNullElse(image, ""));
        model.addAttribute("platform", Objects.requireNonNullElse(platform, ""));
        if (image != null && !image.isBlank()) {
            show(image.strip(), platform, caller, model);
        }
        return "inspect";
    }

    private void show(String image, @Nullable String platform, Caller caller, Model model) {
        try {
            callers.requireAccess(caller);
            Inspection found = inspections.inspect(image, platform, caller);
            model.addAttribute(
                    "page",
                    found.container() == null
                            ? InspectPage.of(Objects.requireNonNull(found.index()))
                            : InspectPage.of(found.container()));
        } catch (ApiException problem) {
            model.addAttribute("problem", problem.getMessage());
        }
    }
}
