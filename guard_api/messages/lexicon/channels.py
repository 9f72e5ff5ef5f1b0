"""By what other ways the fraud gets at money: the words for it in Chinese and English, written as `finding` says.

Cash for a courier, all that a loan gives, a chat where nobody looks on, calls sent on, a screen that is shared.
"""

from collections.abc import Mapping

from guard_api.messages.lexicon.concepts import Concept

CHANNELS: Mapping[Concept, str] = {
    Concept.FORWARD: """
        呼叫转移 来电转接 呼转 来电转移 始终转接 无条件转移 设呼转 呼叫转接 转接号码 无条件
        call_forwarding call_forward forward_calls forward_your_calls forward_the_house divert_calls divert_your_calls
        call_divert divert_them always_forward unconditional_forward redirect_calls redirect_your_calls
        forward_all_calls forward_your_phone forward_your_line divert_your_phone redirect_calls_to forward_all
    """,
    Concept.BORROW: """
        提现 借出来 借出 全部借出 提出来 额度提 先借 可借额度 可借金额 能借多少 能借的 先提 申请提现 点提现 把额度
        额度归零 额度清零 清空额度 刷流水 额度并截图 授信总额 登记授信 看到可借 提现出来 借出来多的 备用金
        borrow_all borrow_it_all draw_down draw_it_out draw_it_all draw_the_full cash_out withdraw_the_full
        withdraw_the_limit withdraw_the_quota empty_the_loan empty_the_quota empty_the_limit empty_your_limit
        how_much_each_app can_lend_you take_out_the_full max_out use_up_the_limit draw_all borrow_the_full withdraw_all
        lend_you
    """,
    Concept.CASH: """
        现金 存折 黄金 钱取出来 取出来 取现 取钱 现钞 钞票 金条实物 贵重 首饰 金饰 保险箱 钱夹 买黄金 资产公证
        打车把包裹 茶叶盒 纸币 提款 取出 取款 现款
        cash banknote~ envelope gift_card~ gold bitcoin usdt crypto pension passbook jewellery jewelry cash_and_gold
        the_money voucher~ google_play_card~ steam_card~ debit_card your_card_and_pin card_and_pin bond twenties
        outstanding_sum in_twenties notes banknotes gold_bars_are gift_cards itunes_card~ cash_deposit cash_bundle
        gold_bars
    """,
    Concept.COURIER: """
        专员 跑腿 闪送 网约车 上门收 上门取 司机 取件员 快递员 跑腿小哥 交给他 我们的同志 打车把 同城闪送 接头 来取
        有人来取 交给专员 打车 司机电话 专员到 代收 收款员 取款员 上门 专人
        courier~ runner driver will_collect will_pick_up picks_up picks_it_up collects_it will_come_to collect_the
        collect_your agent_picks a_man_is_coming someone_will_come officer_will_collect messenger plain_clothes taxi
        will_fetch rider code_word the_password our_agent receipt_for bonded our_man our_driver our_runner
        agent_will_come officer_will_come will_be_picked_up picked_up_by uber lyft grab_driver
    """,
    Concept.CONTACT: """
        微信号 v信 薇信 微x 加v 加微 加微信 飞机号 企业微信 钉钉 加我 加客服 联系专员 添加专员 加专员 添加客服 回拨
        联系客服 客服qq 加好友 添加好友 添加微信 扣扣 企鹅号 电报 纸飞机
        qq vx telegram whatsapp viber signal line_id skype wechat_id wechat add_me add_our dm_me dm_us contact_agent
        chat_with_agent t.me message_me text_me text_us call_me kakao zalo imo botim messenger call_our call_executive
        call_agent via_agent agent_on whats_app add_me_on our_telegram line_app case_no
    """,
    Concept.INSTALL: """
        下载 安装 应用商店 下好 下个 装上 扫码下载
        download install app_store play_store google_play get_the_app run_it open_the_app_store apk
    """,
    Concept.PHONE_SCREEN: """
        手机屏幕 手机屏 手机画面 手机桌面 手机界面 手机投 投屏给我 投个屏 投一下屏 手机没投屏 手机银行 只看不动 借款页面
        phone_screen your_phone_screen your_mobile_screen whole_screen entire_screen full_screen i_only_watch bank_app
        share_screen_on screen_on open_your_bank
    """,
    Concept.SUBSCRIPTION: """
        直播会员 会员 代理 代理商 自动续费 百万保障 百万医疗 保险 意外险 延误险 试用期 权益 保障 续保 直播带货 直播权限
        代理权限 商家权益 商家保障 微保 免密 年费 商家服务 直播服务 包年 连续包月 尊享 企业会员 学生会员 快递代理 批发商
        分销商 经销商 航班延误险 运费险 百万医疗险
        vip membership subscription insurance auto_renew auto_renewal auto_enrol protection antivirus cover wholesaler
        vip_plan courier_plan caller_tune invoice renewed live_membership livestream~ live_streaming tiktok_live
        distributor~ dealer~ premium prime norton mcafee geek_squad protection_plan trial agent_list agent_plan
        million_protection million_guarantee
    """,
    Concept.SHARE: """
        共享 分享 投屏 屏幕共享 共享屏幕 打开共享 同屏 屏享 分享屏幕 屏幕分享 录屏 投射 开启共享 分享手机 同步屏幕
        共享你的 展示屏幕 屏幕给我看 投影 录制 屏幕录制 屏幕镜像 画面共享 共享画面 同步画面 桌面共享 共享桌面 点共享
        开共享 录制屏幕 允许录制 共享按钮 屏幕共享开着 投一下屏 投个屏 投屏给我 开始直播 看你手机屏幕 手机没投屏
        开了共享 点击共享 进去共享 看不到您的 只看不动 共亨 共想
        share sharing mirror~ cast casting screen_share screen_sharing screenshare screensharing broadcast~
        screen_mirroring hit_present click_present tap_present press_present show_me_your let_me_see let_us_see
        let_us_view screencast~ project_your start_broadcast start_sharing screen_projection screen_cast screen_record
        screen_recording record_your allow_recording cast_your show_your screen_on projection sharing_on show_us
        video_recording record_the let_me_into see_ur_phone show_me_the press_the_broadcast broadcast_button
        start_broadcasting leave_the_screen screen_open share_screen while_i_see see_your_screen keep_sharing
        i_only_watch so_i_can_watch i_can_see so_i_can_see share_button video_customer start_a_broadcast put_your_screen
        the_broadcast screen_share_on shere shair
    """,
    Concept.SCREEN: """
        屏幕 手机屏 屏幕共享 共享屏幕 同屏 屏享 投屏 分享屏幕 屏幕分享 桌面 手机画面 手机界面 会议软件 会议app 腾讯会议
        视频会议 语音会议 瞩目 全时 飞书 钉钉 会议室 房间号 会议号 画面 手机桌面 录制屏幕 弹窗 会议点共享 进会议 会议点
        录屏 开启共享 打开共享 点共享 腾讯会议app 云会议 会议号码 共享会议 屏幕会议 视频电话 视频通话 好视通 小鱼易连
        全时云会议 云讯会议 银盾会议 智联会议 腾会 加入会议 会议密码 进房间 主持给你 qq屏幕分享 屏慕 平幕
        screen screens display phone_screen screen_share screen_sharing screenshare screensharing screen_mirroring zoom
        voov webex lark google_meet skype video_call meeting_app your_phone_screen screen_record screen_recording
        screen_cast webcam projection camera tencent_meeting wemeet dingtalk feishu ms_teams teams_call teams_meeting
        facetime webcam_call zoom_app zoom_call zoom_meeting welink meeting_screen shared_screen whole_screen
        video_meeting video_conference meeting_build meeting_room join_meeting jd_conference phone_display scren skreen
    """,
    Concept.REMOTE_CONTROL: """
        向日葵 远程控制 远程协助 远程操作 远程软件 远程桌面 看到您的屏幕 看到你的屏幕 查看您的屏幕 屏幕演示 演示屏幕
        演示手机 识别码 控制您的手机 控制你的手机 远程协助码 让我连 远程帮您 远程帮你 远程帮 远控 让我连一下 协助软件
        远程帮您退 开始直播 向日葵软件 todesk远程 会议共享控制
        anydesk any_desk teamviewer quicksupport quick_support rustdesk todesk airdroid ultraviewer remote_session
        remote_access remote_control remote_support remote_assist~ support_tool see_your_desktop see_your_screen
        view_your_screen watch_your_screen present_your present_your_whole see_your_phone control_your_phone
        take_control unattended_access zoho_assist quick_assist splashtop logmein supremo iperius getscreen hoptodesk
        remote_request grant_remote connectwise screenconnect ammyy remotepc support_app remote_desktop remote_app
        anydesk_code dwservice alpemix support_session
    """,
}
