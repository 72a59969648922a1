FROM quay.io/mine/micromamba:1.5.8
RUN micromamba install -y -n base -c 'conda-forge' -c 'https://conda.example.com/our/channel' -f 'https://example.com/locks/conda-linux-64.lock?ref=main' \
    && micromamba env export --name base --explicit > /tmp/environment.lock \
    && echo '>> CONDA_LOCK_START' \
    && cat /tmp/environment.lock \
    && echo '<< CONDA_LOCK_END' \
    && micromamba clean -a -y
USER root
ENV PATH="$MAMBA_ROOT_PREFIX/bin:$PATH"
