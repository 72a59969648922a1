FROM quay.io/mine/micromamba:1.5.8
COPY --chown=$MAMBA_USER:$MAMBA_USER conda.yml /tmp/conda.txt
RUN micromamba install -y -n base -f /tmp/conda.txt \
    && printf '%s\n' 'numpy==2.1.0' > /tmp/requirements.txt \
    && "$MAMBA_ROOT_PREFIX/bin/python" -m pip install --no-cache-dir --no-deps -r /tmp/requirements.txt \
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
