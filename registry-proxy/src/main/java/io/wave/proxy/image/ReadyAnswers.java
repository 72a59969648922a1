package io.wave.proxy.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.handler.codec.http.FullHttpResponse;
import io.wave.augment.Content;
import io.wave.image.Reference;
import io.wave.proxy.event.PullEvents;
import io.wave.proxy.token.Requests;
import io.wave.token.RequestRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Answers to manifest calls that were given before, by the path of the call. Under a token they never change; they are
 * given only while the token's request is known to live.
 */
public final class ReadyAnswers {

    private static final Logger log = LoggerFactory.getLogger(ReadyAnswers.class);

    /** Rough cost of an answer beside its body. */
    private static final int OVERHEAD = 2_000;

    private final Cache<String, ReadyAnswer> answers;
    private final Requests requests;
    private final PullEvents pulls;

    ReadyAnswers(DataSize maxMemory, Requests requests, PullEvents pulls) {
        this.answers = Caffeine.newBuilder()
                .maximumWeight(maxMemory.toBytes())
                .<String, ReadyAnswer>weigher((_, answer) -> OVERHEAD + answer.size())
                .build();
        this.requests = requests;
        this.pulls = pulls;
    }

    /** Remembers what a call for this reference is answered with. */
    public void remember(RequestRecord request, Reference reference, Content content) {
        String path = "/v2/wt/" + request.token() + "/" + request.image().repository() + "/manifests/" + reference;
        ReadyAnswer known = answers.getIfPresent(path);
        if (known == null || !known.digest().equals(content.digest())) {
            put(path, request, content);
        }
    }

    private void put(String path, RequestRecord request, Content content) {
        try {
            answers.put(path, new ReadyAnswer(request.token(), content));
        } catch (OutOfMemoryError noDirectMemory) {
            log.atWarn().log("No direct memory is left to remember answers in");
        }
    }

    /** Whether there is an answer for this path. */
    public boolean contain(String path) {
        return answers.getIfPresent(path) != null;
    }

    /**
     * Gives the answer to a GET or HEAD of this path, if there is one and the token lives; a GET is counted.
     *
     * @return a response to write, of which the codec sends no body to a HEAD
     */
    public @Nullable FullHttpResponse take(String path, boolean get) {
        ReadyAnswer answer = find(path, get);
        return answer == null ? null : answer.response();
    }

    private @Nullable ReadyAnswer find(String path, boolean counted) {
        ReadyAnswer answer = answers.getIfPresent(path);
        if (answer == null) {
            return null;
        }
        RequestRecord request = requests.peek(answer.token());
        if (request == null) {
            answers.invalidate(path);
            return null;
        }
        if (counted) {
            pulls.served(request, answer.digest());
        }
        return answer;
    }
}
