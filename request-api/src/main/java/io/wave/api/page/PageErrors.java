package io.wave.api.page;

import io.wave.api.problem.ApiException;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Says on a page what went wrong with one; the status is that of the API. */
@ControllerAdvice(annotations = PageController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageErrors {

    @ExceptionHandler
    ModelAndView on(ApiException error, HttpServletResponse response) {
        error.retryAfter()
                .ifPresent(pause -> response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(pause.toSeconds())));
        ModelAndView page = new ModelAndView("message");
        page.setStatus(error.status());
        page.addObject("title", error.status().getReasonPhrase());
        page.addObject("message", error.getMessage());
        return page;
    }
}
