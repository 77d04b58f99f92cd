// SPDX-License-Identifier: Apache-2.0
// Where everything of a lab lies under its directory. A value; only prepare() touches the disk.
#pragma once

#include "base/result.h"
#include "lab/fleet/fleet.h"

#include <filesystem>
#include <string>

namespace causeway::lab {

class LabFiles {
public:
    explicit LabFiles(std::filesystem::path directory)
        : m_root(std::filesystem::absolute(std::move(directory)).lexically_normal()) {}

    [[nodiscard]] std::string root() const { return m_root; }
    [[nodiscard]] std::string lock() const { return m_root / "lab.lock"; }
    [[nodiscard]] std::string state() const { return m_root / "lab.json"; }
    [[nodiscard]] std::string socket() const { return m_root / "lab.sock"; }
    [[nodiscard]] std::string declaration() const { return m_root / "lab.yaml"; } // the DemoFleet
    [[nodiscard]] std::string fleet() const { return m_root / "fleet.yaml"; }
    // The same with the lab's own certificate, which may make join tokens.
    [[nodiscard]] std::string ownFleet() const { return m_root / "lab-fleet.yaml"; }
    [[nodiscard]] std::string trust() const { return m_root / "trust"; }
    [[nodiscard]] std::string anchors() const { return m_root / "trust" / "anchors.pem"; }
    [[nodiscard]] std::string log(const std::string& process) const {
        return m_root / "logs" / (process + ".log");
    }

    [[nodiscard]] std::string cluster(const std::string& name) const { return m_root / name; }
    [[nodiscard]] std::string admin(const std::string& name) const {
        return m_root / name / "admin.sock";
    }
    [[nodiscard]] std::string objects(const std::string& name) const {
        return m_root / name / "objects.yaml";
    }
    [[nodiscard]] std::string tokens(const std::string& name) const {
        return m_root / name / "tokens";
    }
    // `process`: an instance, "gateway-1" or "control".
    [[nodiscard]] std::string stateOf(const std::string& name, const std::string& process) const {
        return m_root / name / "state" / process;
    }
    [[nodiscard]] std::string proxyAdmin(const std::string& name,
                                         const std::string& process) const {
        return m_root / name / (process + ".sock");
    }

    // Makes the directory and clears what an earlier lab left in it. Refuses a directory that holds
    // something else, and one whose path is too long for the sockets in it.
    [[nodiscard]] Status prepare(const Fleet& fleet) const;

private:
    [[nodiscard]] Status checkSocketPaths(const Fleet& fleet) const;
    std::filesystem::path m_root;
};

// Written beside and renamed, so that a reader never sees half of it; mode 0600.
[[nodiscard]] Status writeFile(const std::string& path, const std::string& text);
[[nodiscard]] Result<std::string> readFile(const std::string& path);

} // namespace causeway::lab
