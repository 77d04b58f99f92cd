// SPDX-License-Identifier: Apache-2.0
// The control plane's folder: 0700, files 0600, locked by one process at a time. Owned by main for
// the life of the process; any thread may call the const functions.
#pragma once

#include "base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace causeway::control {

class StateFolder {
public:
    // Makes the folder if it is not there. AlreadyExists when another process uses it.
    [[nodiscard]] static Result<StateFolder> open(const std::filesystem::path& path);
    ~StateFolder();
    StateFolder(StateFolder&& other) noexcept;
    StateFolder& operator=(StateFolder&&) = delete;

    [[nodiscard]] std::string path(std::string_view name) const { return m_path / name; }
    // Nothing when there is no such file.
    [[nodiscard]] Result<std::optional<std::string>> read(std::string_view name) const;
    // Replaces the file as a whole: a reader sees the old content or the new one.
    [[nodiscard]] Status write(std::string_view name, std::string_view content) const;

private:
    StateFolder(std::filesystem::path path, int lock) : m_path(std::move(path)), m_lock(lock) {}

    std::filesystem::path m_path;
    int m_lock;
};

[[nodiscard]] Result<std::string> readFile(const std::string& path);

} // namespace causeway::control
