; The installer: for the person who runs it, no rights asked; the uninstaller takes away the program and leaves the data.
; Given by bundle/installer.py: VERSION, NUMBERS (four), SOURCE (the folder), ICON, OUT.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetDateSave off
!include MUI2.nsh
Name "返校准备 SchoolPrep"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\SchoolPrep"
InstallDirRegKey HKCU "Software\SchoolPrep" "InstallDir"
Icon "${ICON}"
UninstallIcon "${ICON}"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\SchoolPrep"
!define MUI_FINISHPAGE_RUN "$INSTDIR\SchoolPrep.exe"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE OwnFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "TradChinese"
!insertmacro MUI_LANGUAGE "English"
LangString LEFT ${LANG_SIMPCHINESE} "程序已卸载。学校的文件、备份都留在原处，没有删除。"
LangString LEFT ${LANG_TRADCHINESE} "程式已解除安裝。學校的檔案、備份都留在原處，沒有刪除。"
LangString LEFT ${LANG_ENGLISH} "The program is uninstalled. The school's files and backups are where they were; nothing of them was deleted."
LangString RUNNING ${LANG_SIMPCHINESE} "返校准备正开着。请先关闭它的窗口，再点“重试”。"
LangString RUNNING ${LANG_TRADCHINESE} "返校準備正開著。請先關閉它的視窗，再按「重試」。"
LangString RUNNING ${LANG_ENGLISH} "SchoolPrep is open. Please close its window, then try again."
VIProductVersion ${NUMBERS}
VIAddVersionKey /LANG=2052 ProductName "SchoolPrep"
VIAddVersionKey /LANG=2052 FileDescription "返校准备 SchoolPrep"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 LegalCopyright ""

; What is uninstalled later is only ever inside a folder of the program's own name.
Function OwnFolder
  StrCpy $0 "$INSTDIR" "" -11
  StrCmp $0 "\SchoolPrep" +2
  StrCpy $INSTDIR "$INSTDIR\SchoolPrep"
FunctionEnd

; A program that runs keeps its file from being written: asked about in a sentence, before anything is changed.
!macro Closed
  again:
  IfFileExists "$INSTDIR\SchoolPrep.exe" 0 free
  ClearErrors
  FileOpen $0 "$INSTDIR\SchoolPrep.exe" a
  IfErrors 0 closed
  MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
  SetErrorLevel 1
  Quit
  closed:
  FileClose $0
  free:
!macroend

Section
  Call OwnFolder
  !insertmacro Closed
  ; The version that was there stays beside the new one, to go back to.
  StrCpy $1 ""
  ClearErrors
  FileOpen $0 "$INSTDIR\versions\current" r
  IfErrors new
  FileRead $0 $1 64
  FileClose $0
  new:
  RMDir /r "$INSTDIR\versions\${VERSION}"
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*"
  StrCmp $1 "" first
  StrCmp $1 "${VERSION}$\n" first
  FileOpen $0 "$INSTDIR\versions\previous" w
  FileWrite $0 "$1"
  FileClose $0
  first:
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\返校准备 SchoolPrep.lnk" "$INSTDIR\SchoolPrep.exe"
  CreateShortcut "$DESKTOP\返校准备 SchoolPrep.lnk" "$INSTDIR\SchoolPrep.exe"
  WriteRegStr HKCU "Software\Classes\.schoolprep" "" "SchoolPrep.File"
  WriteRegStr HKCU "Software\Classes\SchoolPrep.File" "" "返校准备 SchoolPrep"
  WriteRegStr HKCU "Software\Classes\SchoolPrep.File\DefaultIcon" "" "$INSTDIR\SchoolPrep.exe,0"
  WriteRegStr HKCU "Software\Classes\SchoolPrep.File\shell\open\command" "" '"$INSTDIR\SchoolPrep.exe" "%1"'
  WriteRegStr HKCU "Software\SchoolPrep" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" DisplayName "返校准备 SchoolPrep"
  WriteRegStr HKCU "${UNINSTALL}" DisplayVersion "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" DisplayIcon "$INSTDIR\SchoolPrep.exe"
  WriteRegStr HKCU "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" NoModify 1
  WriteRegDWORD HKCU "${UNINSTALL}" NoRepair 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section Uninstall
  !insertmacro Closed
  RMDir /r "$INSTDIR\versions"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\SchoolPrep.exe"
  Delete "$INSTDIR\schoolprep-cli.exe"
  Delete "$INSTDIR\使用说明.html"
  Delete "$INSTDIR\网管说明.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\返校准备 SchoolPrep.lnk"
  Delete "$DESKTOP\返校准备 SchoolPrep.lnk"
  DeleteRegKey HKCU "Software\Classes\.schoolprep"
  DeleteRegKey HKCU "Software\Classes\SchoolPrep.File"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\SchoolPrep"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  DetailPrint "$(LEFT)"
  MessageBox MB_OK|MB_ICONINFORMATION "$(LEFT)" /SD IDOK
SectionEnd
