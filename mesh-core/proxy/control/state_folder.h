// SPDX-License-Identifier: Apache-2.0
// The proxy's state folder (0700): files are written whole or not at all, mode 0600. Main thread.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace causeway::proxy {

class StateFolder {
public:
    // Makes the folder when it is not there; fails when others could read it.
    [[nodiscard]] static Result<StateFolder> open(std::string path);

    // NotFound when there is no such file.
    [[nodiscard]] Result<std::string> read(std::string_view name) const;
    // Exhausted when the disk is full; what the file held before is still there.
    [[nodiscard]] Status write(std::string_view name, std::string_view content) const;
    [[nodiscard]] const std::string& path() const { return m_path; }

private:
    explicit StateFolder(std::string path) : m_path(std::move(path)) {}
    [[nodiscard]] std::string pathOf(std::string_view name) const;
    std::string m_path;
};

[[nodiscard]] Result<std::string> readFile(const std::string& path);

} // namespace causeway::proxy
