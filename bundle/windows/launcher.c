/* SchoolPrep.exe: starts the version that `versions\current` names; where that cannot be loaded, the one before it.

   versions\NAME\python\python3XX.dll is loaded from its own folder and runs `-m schoolprep`; nothing is installed, no
   console is opened, no other Python of the computer is asked. BUILT is the version this file was made with, and the
   last that is tried. Compiled twice: with CONSOLE for a command line, without for a double click. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768
typedef int (*Main)(int, wchar_t **);
static wchar_t home[LONGEST]; /* the folder this file lies in, with its last backslash */

#ifndef CONSOLE
#define SPLASH_MILLISECONDS 40
#define SPLASH_PATIENCE 1500 /* looks, a minute: then it goes, whatever happens */

/* Whether a window of this process, other than the splash, can be seen. */
static BOOL CALLBACK is_ours(HWND window, LPARAM found) {
    DWORD process = 0;
    GetWindowThreadProcessId(window, &process);
    if (process != GetCurrentProcessId() || !IsWindowVisible(window) || window == ((HWND *)found)[0]) return TRUE;
    RECT room;
    GetWindowRect(window, &room);
    if (room.right - room.left < 100) return TRUE; /* what Qt keeps for itself */
    ((HWND *)found)[1] = window;
    return FALSE;
}

static void paint(HWND window) {
    PAINTSTRUCT work;
    RECT room;
    HDC ink = BeginPaint(window, &work);
    GetClientRect(window, &room);
    int unit = (int)(room.bottom / 10);
    HICON icon = LoadImageW(GetModuleHandleW(NULL), MAKEINTRESOURCEW(1), IMAGE_ICON, unit * 4, unit * 4, 0);
    DrawIconEx(ink, unit * 2, unit * 3, icon, unit * 4, unit * 4, 0, NULL, DI_NORMAL);
    SetBkMode(ink, TRANSPARENT);
    for (int line = 0; line < 2; line++) {
        HFONT font = CreateFontW(line ? -unit : -unit * 2, 0, 0, 0, line ? FW_NORMAL : FW_SEMIBOLD, 0, 0, 0,
                                 DEFAULT_CHARSET, 0, 0, CLEARTYPE_QUALITY, 0, L"Microsoft YaHei UI");
        HGDIOBJ before = SelectObject(ink, font);
        RECT place = {unit * 7, line ? unit * 6 : unit * 3, room.right, room.bottom};
        SetTextColor(ink, line ? RGB(0x5b, 0x64, 0x70) : RGB(0x1d, 0x23, 0x2b));
        DrawTextW(ink, line ? L"\x6b63\x5728\x6253\x5f00\x2026  Opening\x2026" : L"\x8fd4\x6821\x51c6\x5907 SchoolPrep",
                  -1, &place, DT_LEFT | DT_TOP | DT_SINGLELINE);
        DeleteObject(SelectObject(ink, before));
    }
    DestroyIcon(icon);
    EndPaint(window, &work);
}

static LRESULT CALLBACK answer(HWND window, UINT message, WPARAM word, LPARAM more) {
    static int looked = 0;
    if (message == WM_PAINT) { paint(window); return 0; }
    if (message == WM_DESTROY) { PostQuitMessage(0); return 0; }
    if (message == WM_TIMER) {
        HWND seen[2] = {window, NULL};
        EnumWindows(is_ours, (LPARAM)seen);
        if (seen[1] || ++looked > SPLASH_PATIENCE) DestroyWindow(window);
        return 0;
    }
    return DefWindowProcW(window, message, word, more);
}

/* Shows at once that the double click was heard; goes when the program's own window is there. */
static DWORD WINAPI splash(LPVOID nothing) {
    (void)nothing;
    HDC screen = GetDC(NULL);
    int dots = GetDeviceCaps(screen, LOGPIXELSX), wide = 400 * dots / 96, high = 140 * dots / 96;
    ReleaseDC(NULL, screen);
    WNDCLASSW kind = {0};
    kind.lpfnWndProc = answer;
    kind.hInstance = GetModuleHandleW(NULL);
    kind.hbrBackground = (HBRUSH)GetStockObject(WHITE_BRUSH);
    kind.hCursor = LoadCursorW(NULL, (LPCWSTR)IDC_APPSTARTING);
    kind.lpszClassName = L"SchoolPrepSplash";
    RegisterClassW(&kind);
    HWND window = CreateWindowExW(WS_EX_TOOLWINDOW | WS_EX_NOACTIVATE, kind.lpszClassName, L"SchoolPrep", WS_POPUP | WS_BORDER,
                                  (GetSystemMetrics(SM_CXSCREEN) - wide) / 2, (GetSystemMetrics(SM_CYSCREEN) - high) / 2,
                                  wide, high, NULL, NULL, kind.hInstance, NULL);
    ShowWindow(window, SW_SHOWNOACTIVATE);
    UpdateWindow(window);
    SetTimer(window, 1, SPLASH_MILLISECONDS, NULL);
    MSG message;
    while (GetMessageW(&message, NULL, 0, 0) > 0) DispatchMessageW(&message);
    return 0;
}

/* Whether this call opens a window: the program without a word, with a file, or with one of two verbs. */
static int opens_window(int argc, wchar_t **argv) {
    if (argc < 2) return 1;
    for (int i = 1; i < argc; i++) if (!wcscmp(argv[i], L"--no-window") || !wcscmp(argv[i], L"--help")) return 0;
    size_t long_ = wcslen(argv[1]);
    return !wcscmp(argv[1], L"open") || !wcscmp(argv[1], L"demo") || (long_ > 11 && !_wcsicmp(argv[1] + long_ - 11, L".schoolprep"));
}
#endif

static int refuse(void) {
    const wchar_t *sentence =
        L"\x8bf7\x5148\x628a\x538b\x7f29\x5305\x6574\x4e2a\x89e3\x538b\xff0c\x518d\x6253\x5f00\x89e3\x538b\x51fa\x6765\x7684"
        L"\x6587\x4ef6\x5939\x91cc\x7684 SchoolPrep.exe\x3002\n\n"
        L"Please unpack the whole zip first, then open SchoolPrep.exe in the folder that comes out of it.";
#ifdef CONSOLE
    fwprintf(stderr, L"Please unpack the whole zip first, then start schoolprep-cli.exe in the folder that comes out of it.\n");
#else
    MessageBoxW(NULL, sentence, L"SchoolPrep", MB_ICONINFORMATION | MB_SETFOREGROUND);
#endif
    (void)sentence;
    return 3;
}

#define RUNNING L"SCHOOLPREP_RUNNING" /* which version a process was started with, for those it spawns */

/* The one line of versions\FILE, or nothing where it is no plain name of a folder. */
static const wchar_t *named(const wchar_t *file) {
    static wchar_t path[LONGEST], name[64];
    char line[64] = {0};
    swprintf(path, LONGEST, L"%lsversions\\%ls", home, file);
    FILE *open = _wfopen(path, L"rb");
    if (!open) return L"";
    size_t n = fread(line, 1, sizeof line - 1, open), k = 0;
    fclose(open);
    for (; k < n && line[k] > ' '; k++) {
        if (!strchr("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+_-", line[k])) return L"";
        name[k] = (wchar_t)line[k];
    }
    name[k] = 0;
    return name[0] == L'.' ? L"" : name;
}

/* Py_Main of the version in that folder; NULL where it is not there, not whole, or not let in by the computer. */
static Main load(const wchar_t *version) {
    static wchar_t pattern[LONGEST], file[LONGEST];
    WIN32_FIND_DATAW found;
    if (!version[0]) return NULL;
    swprintf(pattern, LONGEST, L"%lsversions\\%ls\\python\\python3*.dll", home, version);
    HANDLE look = FindFirstFileW(pattern, &found);
    if (look == INVALID_HANDLE_VALUE) return NULL;
    HMODULE python = NULL;
    do {
        if (!_wcsicmp(found.cFileName, L"python3.dll")) continue;
        swprintf(file, LONGEST, L"%lsversions\\%ls\\python\\%ls", home, version, found.cFileName);
        python = LoadLibraryExW(file, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    } while (!python && FindNextFileW(look, &found));
    FindClose(look);
    if (python) SetEnvironmentVariableW(RUNNING, version);
    return python ? (Main)(void *)GetProcAddress(python, "Py_Main") : NULL;
}

static int run(int argc, wchar_t **argv) {
    static wchar_t self[LONGEST];
    DWORD n = GetModuleFileNameW(NULL, self, LONGEST - 1);
    wcscpy(home, self);
    while (n && home[n - 1] != L'\\') n--;
    home[n] = 0;
    int child = 0; /* a process that the program itself spawned to judge many people: it brings its own command */
    for (int i = 1; i < argc; i++) child |= !wcscmp(argv[i], L"--multiprocessing-fork");
#ifndef CONSOLE
    if (!child && opens_window(argc, argv)) CreateThread(NULL, 0, splash, NULL, 0, NULL);
#endif
    Main start = NULL;
    static wchar_t same[64]; /* an update may have come since: what works for a version has to be of that version */
    if (child && GetEnvironmentVariableW(RUNNING, same, 64) < 64 && same[0] != L'.' && !wcspbrk(same, L"\\/:")) start = load(same);
    if (!start) start = load(named(L"current"));
    if (!start) start = load(named(L"previous"));
    if (!start) start = load(BUILT);
    if (!start) return refuse();
    wchar_t **words = calloc((size_t)argc + 3, sizeof *words);
    int k = 0;
    words[k++] = self;
    if (!child) { words[k++] = L"-m"; words[k++] = L"schoolprep"; }
    for (int i = 1; i < argc; i++) words[k++] = argv[i];
    return start(k, words);
}

#ifdef CONSOLE
int wmain(int argc, wchar_t **argv) { return run(argc, argv); }
#else
int WINAPI wWinMain(HINSTANCE own, HINSTANCE none, LPWSTR line, int show) {
    (void)own; (void)none; (void)line; (void)show;
    return run(__argc, __wargv);
}
#endif
