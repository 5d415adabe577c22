#!/bin/bash
# NEVER RUN: how a Mac's build server would make SchoolPrep.app. Nobody of us had a Mac; read it before you trust it.
#
#   PYTHON=/path/to/a/relocatable/python3.13/prefix  IDENTITY="Developer ID Application: …"  bash bundle/macos/recipe.sh
#
# PYTHON is a prefix whose bin/python3 runs wherever the folder lies (a framework build does not). Without IDENTITY the
# app is signed ad hoc and opens only by right click → Open; Apple asks for a paid identity and for notarisation.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' schoolprep/__init__.py)
out=dist/macos
app=$out/SchoolPrep.app/Contents
inside=$app/Resources/versions/$version
rm -rf "$out"
mkdir -p "$app/MacOS" "$inside/app"

# The libraries by hash, for the Python that is shipped; what bundle.toml leaves out on Windows is not cut here.
cp -R "$PYTHON" "$inside/python"
"$inside/python/bin/python3" -m pip install --require-hashes --only-binary=:all: --target "$inside/lib" -r requirements.lock
for package in schoolprep forms exports; do cp -R "$package" "$inside/app/$package"; done
find "$inside" -name __pycache__ -type d -prune -exec rm -rf {} +
"$inside/python/bin/python3" -m compileall -q --invalidation-mode unchecked-hash "$inside/lib" "$inside/app" || true
echo "$version" > "$app/Resources/versions/current"
mkdir -p "$app/Resources/licences"
cp NOTICES "$app/Resources/licences/NOTICES.txt"

# What starts it: the version that is current, with its own Python, which looks nowhere else.
cat > "$app/MacOS/SchoolPrep" <<'START'
#!/bin/bash
here=$(cd "$(dirname "$0")/../Resources" && pwd)
for name in current previous; do
    inside=$here/versions/$(cat "$here/versions/$name" 2>/dev/null)
    [ -x "$inside/python/bin/python3" ] || continue
    exec "$inside/python/bin/python3" -I -S -c \
        'import runpy, sys; sys.path[:0] = sys.argv[1:3]; del sys.argv[1:3]; runpy.run_module("schoolprep", run_name="__main__", alter_sys=True)' \
        "$inside/app" "$inside/lib" "$@"
done
START
chmod +x "$app/MacOS/SchoolPrep"

cat > "$app/Info.plist" <<PLIST
<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleName</key><string>SchoolPrep</string>
<key>CFBundleDisplayName</key><string>返校准备</string>
<key>CFBundleIdentifier</key><string>schoolprep</string>
<key>CFBundleExecutable</key><string>SchoolPrep</string>
<key>CFBundleIconFile</key><string>SchoolPrep.icns</string>
<key>CFBundlePackageType</key><string>APPL</string>
<key>CFBundleShortVersionString</key><string>$version</string>
<key>LSMinimumSystemVersion</key><string>13.0</string>
<key>NSHighResolutionCapable</key><true/>
<key>CFBundleDocumentTypes</key><array><dict>
  <key>CFBundleTypeExtensions</key><array><string>schoolprep</string></array>
  <key>CFBundleTypeName</key><string>SchoolPrep</string><key>CFBundleTypeRole</key><string>Editor</string>
</dict></array>
</dict></plist>
PLIST

# The icon, in the sizes that Finder shows.
icons=$out/SchoolPrep.iconset
mkdir -p "$icons"
for size in 16 32 128 256 512; do
    for scale in 1 2; do
        name=icon_${size}x${size}$([ $scale = 2 ] && echo @2x || true).png
        PYTHONPATH=$PWD .venv/bin/python -c "import sys; from bundle.icon import picture; sys.stdout.buffer.write(picture($((size * scale))))" > "$icons/$name"
    done
done
iconutil --convert icns --output "$app/Resources/SchoolPrep.icns" "$icons"

codesign --force --deep --timestamp --options runtime --sign "${IDENTITY:--}" "$out/SchoolPrep.app"
hdiutil create -volname SchoolPrep -srcfolder "$out/SchoolPrep.app" -format UDZO "dist/SchoolPrep-$version-macos.dmg"
echo "dist/SchoolPrep-$version-macos.dmg: not notarised; with an identity: xcrun notarytool submit … --wait, then xcrun stapler staple …"
