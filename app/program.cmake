# SPDX-License-Identifier: GPL-3.0-or-later
causeway_program(causeway SOURCES main.cpp LINK causeway::shell)
target_compile_definitions(causeway PRIVATE CAUSEWAY_VERSION="${PROJECT_VERSION}")
