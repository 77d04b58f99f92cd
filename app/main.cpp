// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/console.h"

#include <QApplication>

#include <cstdio>

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("causeway"));
    QCoreApplication::setApplicationName(QStringLiteral("causeway"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CAUSEWAY_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("causeway"));

    const auto options = causeway::app::shell::parseOptions(application.arguments());
    if (!options) {
        std::fprintf(stderr, "causeway: %s\n", options.error().describe().c_str());
        return 2;
    }
    causeway::app::shell::Console console(*options);
    console.show();
    return QApplication::exec();
}
