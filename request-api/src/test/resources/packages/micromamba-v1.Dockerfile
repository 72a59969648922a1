FROM mambaorg/micromamba:1.5.10-noble
COPY --chown=$MAMBA_USER:$MAMBA_USER conda.yml /tmp/conda.yml
RUN micromamba install -y -n base -f /tmp/conda.yml \
    && micromamba install -y -n base 'conda-forge::procps-ng' \
    && micromamba env export --name base --explicit > /tmp/environment.lock \
    && for record in "$MAMBA_ROOT_PREFIX"/lib/python*/site-packages/*.dist-info; do \
        if [ "$(cat "$record/INSTALLER" 2> /dev/null)" = pip ]; then \
        name="$(sed -n 's/^Name: *//p' "$record/METADATA" | head -n 1)"; \
        version="$(sed -n 's/^Version: *//p' "$record/METADATA" | head -n 1)"; \
        url="$(sed -n 's/.*"url": *"\(http[^"]*\)".*/\1/p' "$record/direct_url.json" 2> /dev/null)"; \
        commit="$(sed -n 's/.*"commit_id": *"\([^"]*\)".*/\1/p' "$record/direct_url.json" 2> /dev/null)"; \
        if [ -z "$url" ]; then echo "# pip $name==$version"; \
        else echo "# pip $name @ ${commit:+git+}$url${commit:+@$commit}"; fi; fi; done | sort -u >> /tmp/environment.lock \
    && echo '>> CONDA_LOCK_START' \
    && cat /tmp/environment.lock \
    && echo '<< CONDA_LOCK_END' \
    && micromamba clean -a -y
USER root
ENV PATH="$MAMBA_ROOT_PREFIX/bin:$PATH"
RUN touch /tested
ENV TESTED=yes
