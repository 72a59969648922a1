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

/** Says on a page what went wrong with one; the status is that of the API. */
@ControllerAdvice(annotations = PageController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageErrors {

    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** The truth cannot be read now: not the reader's fault, and worth another try. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class, ObjectStoreException.class})
    ModelAndView onStore(RuntimeException error, HttpServletResponse response) {
        LOG.atWarn().setCause(error).log("A page could not be made");
        return on(
                ApiException.unavailable("The service cannot reach its storage, please try again", RETRY_AFTER, error),
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
