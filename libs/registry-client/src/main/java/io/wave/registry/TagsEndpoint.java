package io.wave.registry;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.wave.oci.OciErrorCode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /v2/<name>/tags/list}, page by page. */
final class TagsEndpoint {

    private static final int LIST_AT_MOST = 8 * 1024 * 1024;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");

    private final Redirects redirects;
    private final UpstreamFailures failures;
    private final JsonMapper json;

    TagsEndpoint(Redirects redirects, UpstreamFailures failures, JsonMapper json) {
        this.redirects = redirects;
        this.failures = failures;
        this.json = json;
    }

    Mono<TagPage> list(RegistryTarget target, @Nullable Integer n, @Nullable String last) {
        QueryStringEncoder query = new QueryStringEncoder("/tags/list");
        if (n != null) {
            query.addParam("n", n.toString());
        }
        if (last != null) {
            query.addParam("last", last);
        }
        URI uri = target.uri(query.toString());
        return redirects
                .follow(target, HttpMethod.GET, uri, EmptyHttpHeaders.INSTANCE)
                .flatMap(reply -> reply.isSuccess() ? read(target, reply) : failures.emptyIfAbsent(target, reply));
    }

    private Mono<TagPage> read(RegistryTarget target, Reply reply) {
        return reply.bytes(LIST_AT_MOST)
                .onErrorMap(failure -> UpstreamFailures.brokenBody(target, failure))
                .map(body -> tags(target, body))
                .map(tags -> new TagPage(tags, next(reply, tags)));
    }

    private List<String> tags(RegistryTarget target, byte[] body) {
        try {
            JsonNode tags = json.readTree(body).path("tags");
            return StreamSupport.stream(tags.spliterator(), false)
                    .map(JsonNode::asString)
                    .toList();
        } catch (JacksonException unreadable) {
            throw new RegistryException(OciErrorCode.UNAVAILABLE, 200, target + ": the registry sent no list of tags");
        }
    }

    /** What the link to the next page has as {@code last}; with a link of another form, the last tag of this page. */
    private static Optional<String> next(Reply reply, List<String> tags) {
        return reply.headers("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(link -> link.group(1))
                .findFirst()
                .flatMap(link -> new QueryStringDecoder(link)
                        .parameters().getOrDefault("last", List.of()).stream()
                                .findFirst()
                                .or(() -> tags.isEmpty() ? Optional.empty() : Optional.of(tags.getLast())));
    }
}
