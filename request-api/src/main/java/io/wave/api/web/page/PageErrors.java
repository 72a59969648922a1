package io.wave.api.web.page;

import io.wave.api.web.problem.ApiException;
import io.wave.store.ObjectStoreException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Shows errors as HTML pages; the status is the same as in the API. */
@ControllerAdvice(annotations = PageController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageErrors {

    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Storage is unavailable; trying again may help. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class, ObjectStoreException.class})
    ModelAndView onStore(RuntimeException error, HttpServletResponse response) {
        LOG.atWarn().setCause(error).log("Cannot render a page");
        return on(
                ApiException.unavailable("The storage of the service is unavailable, try again", RETRY_AFTER, error),
                response);
    }

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
